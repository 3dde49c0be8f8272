extension LetterTemplates {
    /// The words every school starts with, in English.
    public static func builtIn() throws(LetterTemplateError) -> LetterTemplates {
        try LetterTemplates(subject: builtInSubject, text: builtInText, html: builtInHTML)
    }

    static let builtInSubject = "{{school}}: your invitation to {{app}}"

    static let builtInText = """
        {{greeting}}

        {{school}} invites you to use {{app}}, as a parent or carer of {{children}}.

        {{app}} is where the school shares its messages and news, and information about {{children}}, with you. To begin, open this \
        link and create your account:

        {{link}}

        The link is for you alone. It works until {{deadline}}. After that, please ask the school office for a new invitation.

        If this email was not meant for you, please do not pass it on. You can say so on the page behind the link, or simply delete \
        this email: no account is created unless you create one.

        {{school}}

        """

    static let builtInHTML = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        </head>
        <body style="margin: 0 auto; padding: 24px; max-width: 36em; font-family: sans-serif; line-height: 1.5; color: #1a1a1a">
        <p>{{greeting}}</p>
        <p>{{school}} invites you to use {{app}}, as a parent or carer of {{children}}.</p>
        <p>{{app}} is where the school shares its messages and news, and information about {{children}}, with you. To begin, open this \
        link and create your account:</p>
        <p><a href="{{link}}" style="word-break: break-all">{{link}}</a></p>
        <p>The link is for you alone. It works until <strong>{{deadline}}</strong>. After that, please ask the school office for a new \
        invitation.</p>
        <p>If this email was not meant for you, please do not pass it on. You can say so on the page behind the link, or simply delete \
        this email: no account is created unless you create one.</p>
        <p>{{school}}</p>
        </body>
        </html>

        """
}
