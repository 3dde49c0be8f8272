"""A client that misbehaves on purpose. A script that uses it is called with PORT PKI_FOLDER ROLE and its own arguments."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../Peers"))
from ttrpc_by_hand import connect, fields, frame, read_frame, request, text

PORT, PKI, ROLE = int(sys.argv[1]), sys.argv[2], sys.argv[3]


class Connection:
    def __init__(self):
        self.tls = connect(PORT, PKI, ROLE)

    def send(self, data):
        self.tls.sendall(data)

    def answer(self, stream):
        """Code and reason of the response on a stream; None, None when the server closed."""
        try:
            while True:
                got, kind, data = read_frame(self.tls)
                if got == stream and kind == 2:
                    return self.status(data)
        except (EOFError, OSError):
            return None, None

    @staticmethod
    def status(data):
        status = dict(fields(data)).get(1, b"")
        reason = ""
        for key, value in fields(status):
            if key == 3:
                detail = dict(fields(value))
                if detail.get(1, b"").endswith(b"google.rpc.ErrorInfo"):
                    reason = dict(fields(detail[2])).get(1, b"").decode()
        return dict(fields(status)).get(1, 0), reason

    def works(self, stream):
        """A call that must be answered whatever happened before: an unknown school is NOT_FOUND."""
        try:
            self.send(frame(stream, request(b"ListContacts", text(1, b"no-such-school"))))
        except OSError:
            return False
        return self.answer(stream)[0] == 5
