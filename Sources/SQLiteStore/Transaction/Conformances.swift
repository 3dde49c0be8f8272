internal import InvitationStore

extension SQLiteTransaction: WriteTransaction {}
