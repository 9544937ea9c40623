internal import HTTPTypes
internal import Vocabulary

extension WebRequest {
    /// A time as this person reads it.
    func time(_ instant: Instant) -> Parts.Time { words.mark(instant, zone: zone) }

    /// Names of roles in this person's language.
    func label(_ roles: Set<Role>) -> String {
        Role.allCases.filter(roles.contains).map { words["common.role.\($0.rawValue)"] }.joined(separator: ", ")
    }

    /// Where a form or a link says to go on, if that is on this host.
    func next(_ text: String?) -> String {
        guard let text, Redirect.isLocal(text), !text.hasPrefix("/sign-") else { return "/" }
        return text
    }

    /// A cookie of the browser.
    func cookie(_ name: String) -> String? { RequestCookies(headers[values: .cookie])[name] }
}

extension Parts.Field {
    /// The field with some of its values set.
    func with(_ change: (inout Parts.Field) -> Void) -> Parts.Field {
        var field = self
        change(&field)
        return field
    }

    /// A field for a new password.
    static func newPassword(_ words: Words, error: String? = nil) -> Parts.Field {
        Parts.Field(
            "new", words["identity.password.new"], .line("password"), hint: words["identity.password.hint"], error: error, isRequired: true
        ).with {
            $0.autocomplete = "new-password"
            $0.maxlength = PasswordRules.maximum
        }
    }

    /// A field for the password in force.
    static func password(_ words: Words, _ name: String = "password", label: String, error: String? = nil) -> Parts.Field {
        Parts.Field(name, label, .line("password"), error: error, isRequired: true).with { $0.autocomplete = "current-password" }
    }

    /// A field for a code.
    static func code(_ words: Words, error: String? = nil) -> Parts.Field {
        Parts.Field("code", words["identity.signIn.code"], hint: words["identity.signIn.codeHint"], error: error, isRequired: true).with {
            $0.autocomplete = "one-time-code"
            $0.isMono = true
            $0.maxlength = 40
        }
    }
}
