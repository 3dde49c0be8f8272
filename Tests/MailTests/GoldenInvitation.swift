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

    Wexcombe Primary School

    Dear Mrs Thistlewood,

    Wexcombe Primary School invites you to use Parent App, as a parent or carer=
     of Zo=C3=AB, Max and Ana.

    Parent App is where the school shares its messages and news, and informatio=
    n about Zo=C3=AB, Max and Ana, with you.

    Create your account with this link:

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
    <meta name=3D"color-scheme" content=3D"light dark">
    <meta name=3D"supported-color-schemes" content=3D"light dark">
    <title>Wexcombe Primary School: your invitation to Parent App</title>
    <style>
    :root { color-scheme: light dark; supported-color-schemes: light dark; }
    @media (prefers-color-scheme: dark) {
      .page { background-color: #14181d !important; }
      .letter { background-color: #1f252c !important; border-color: #38424d !im=
    portant; }
      .words, .words strong { color: #e6e9ed !important; }
      .quiet { color: #b3bcc7 !important; }
      .rule { border-color: #38424d !important; }
      .address { color: #9cc6ff !important; }
      .button { background-color: #9cc6ff !important; }
      .button a { color: #0f2238 !important; }
    }
    </style>
    </head>
    <body class=3D"page" style=3D"margin: 0; padding: 0; background-color: #eef=
    1f4">
    <table role=3D"presentation" class=3D"page" width=3D"100%" cellpadding=3D"0=
    " cellspacing=3D"0" border=3D"0" style=3D"background-color: #eef1f4">
    <tr>
    <td align=3D"center" style=3D"padding: 24px 12px">
    <table role=3D"presentation" class=3D"letter" width=3D"560" cellpadding=3D"=
    0" cellspacing=3D"0" border=3D"0" style=3D"width: 100%; max-width: 560px; b=
    ackground-color: #ffffff; border: 1px solid #d5dbe1; border-radius: 8px; bo=
    rder-collapse: separate">
    <tr>
    <td class=3D"words" align=3D"left" style=3D"padding: 28px 32px; font-family=
    : -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-siz=
    e: 16px; line-height: 1.5; word-break: break-word; color: #1c232b">
    <p class=3D"words rule" style=3D"margin: 0 0 24px; padding: 0 0 16px; borde=
    r-bottom: 1px solid #d5dbe1; font-size: 20px; line-height: 1.3; font-weight=
    : bold">Wexcombe Primary School</p>
    <p style=3D"margin: 0 0 16px">Dear Mrs Thistlewood,</p>
    <p style=3D"margin: 0 0 16px">Wexcombe Primary School invites you to use Pa=
    rent App, as a parent or carer of Zo=C3=AB, Max and Ana.</p>
    <p style=3D"margin: 0 0 24px">Parent App is where the school shares its mes=
    sages and news, and information about Zo=C3=AB, Max and Ana, with you.</p>
    <table role=3D"presentation" cellpadding=3D"0" cellspacing=3D"0" border=3D"=
    0" style=3D"margin: 0 0 12px">
    <tr>
    <td class=3D"button" bgcolor=3D"#1d5ea8" style=3D"border-radius: 6px; backg=
    round-color: #1d5ea8"><p style=3D"margin: 0"><a href=3D"https://parents.exa=
    mple.org/join#=
    =******************************************************************" style=
    =3D"display: inline-block; padding: 12px 24px; font-weight: bold; color: #f=
    fffff; text-decoration: none">Create your account</a></p></td>
    </tr>
    </table>
    <p class=3D"quiet" style=3D"margin: 0 0 24px; font-size: 14px; color: #5560=
    6c">with this link:<br><a class=3D"address" href=3D"https://parents.example=
    =2Eorg/join#=
    =******************************************************************" style=
    =3D"color: #1d5ea8; word-break: break-all">https://parents.example.org/join=
    #=******************************************************************</a></p=
    >
    <p style=3D"margin: 0 0 16px">The link is for you alone. It works until <st=
    rong>Monday 7 December 2026 at 10:42 GMT</strong>. After that, please ask t=
    he school office for a new invitation.</p>
    <p style=3D"margin: 0 0 24px">If this email was not meant for you, please d=
    o not pass it on. You can say so on the page behind the link, or simply del=
    ete this email: no account is created unless you create one.</p>
    <p style=3D"margin: 0">Wexcombe Primary School</p>
    </td>
    </tr>
    </table>
    </td>
    </tr>
    </table>
    </body>
    </html>

    --=_invitation--

    """#
