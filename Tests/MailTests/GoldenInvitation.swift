/// The sample occasion's message, with LF for CRLF: read it as a parent's mail program would, and change it on purpose only.
let goldenInvitation = #"""
    From: "Wexcombe Primary School" <invitations@mail.example.org>
    Reply-To: "Wexcombe Primary School" <office@example.org>
    To: "Mrs Imogen Thistlewood" <imogen@example.net>
    Subject: Wexcombe Primary School: your invitation to Parent App
    Date: Mon, 23 Nov 2026 10:42:07 +0000
    Message-ID: <0123456789AB.7.1@mail.example.org>
    Auto-Submitted: auto-generated
    X-Auto-Response-Suppress: All
    MIME-Version: 1.0
    Content-Type: multipart/alternative; boundary="=_invitation"

    --=_invitation
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    Dear Mrs Thistlewood,

    Wexcombe Primary School invites you to use Parent App, as a parent or carer=
     of Zo=C3=AB, Max and Ana.

    Parent App is where the school shares its messages and news, and informatio=
    n about Zo=C3=AB, Max and Ana, with you. To begin, open this link and creat=
    e your account:

    https://parents.example.org/join#=
    =******************************************************************

    The link is for you alone. It works until Monday 7 December 2026 at 10:42 G=
    MT. After that, please ask the school office for a new invitation.

    If this email was not meant for you, please do not pass it on. You can say =
    so on the page behind the link, or simply delete this email: no account is =
    created unless you create one.

    Wexcombe Primary School

    --=_invitation
    Content-Type: text/html; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    <!DOCTYPE html>
    <html lang=3D"en">
    <head>
    <meta charset=3D"utf-8">
    <meta name=3D"viewport" content=3D"width=3Ddevice-width, initial-scale=3D1"=
    >
    </head>
    <body style=3D"margin: 0 auto; padding: 24px; max-width: 36em; font-family:=
     sans-serif; line-height: 1.5; color: #1a1a1a">
    <p>Dear Mrs Thistlewood,</p>
    <p>Wexcombe Primary School invites you to use Parent App, as a parent or ca=
    rer of Zo=C3=AB, Max and Ana.</p>
    <p>Parent App is where the school shares its messages and news, and informa=
    tion about Zo=C3=AB, Max and Ana, with you. To begin, open this link and cr=
    eate your account:</p>
    <p><a href=3D"https://parents.example.org/join#=
    =******************************************************************" style=
    =3D"word-break: break-all">https://parents.example.org/join#=
    =******************************************************************</a></p>
    <p>The link is for you alone. It works until <strong>Monday 7 December 2026=
     at 10:42 GMT</strong>. After that, please ask the school office for a new =
    invitation.</p>
    <p>If this email was not meant for you, please do not pass it on. You can s=
    ay so on the page behind the link, or simply delete this email: no account =
    is created unless you create one.</p>
    <p>Wexcombe Primary School</p>
    </body>
    </html>

    --=_invitation--

    """#
