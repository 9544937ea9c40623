/// How strictly people are let in.
public struct IdentitySettings: Sendable {
    /// How long a session lasts.
    public struct SessionLimits: Sendable, Hashable {
        /// Without a request.
        public var idle: Duration
        /// In all.
        public var absolute: Duration

        /// Limits of a session.
        public init(idle: Duration, absolute: Duration) {
            self.idle = idle
            self.absolute = absolute
        }
    }

    /// Sessions of staff.
    public var desk = SessionLimits(idle: .seconds(30 * 60), absolute: .seconds(12 * 3600))
    /// Sessions of owners.
    public var portal = SessionLimits(idle: .seconds(24 * 3600), absolute: .seconds(30 * 86_400))
    /// After how long a session gets a new value.
    public var rotation: Duration = .seconds(15 * 60)
    /// How long the value before it still opens the session, for requests that were under way.
    public var overlap: Duration = .seconds(60)
    /// Whether the roles of an account rest until it has a second factor.
    public var requiresSecondFactor = true
    /// Further words that passwords may not be made of, such as the centre's name.
    public var deniedWords: [String] = []
    /// How long events of sign-in and administration are kept.
    public var eventsKept: Duration = .seconds(400 * 86_400)
    /// Name of the outward channel for mail.
    public var mailChannel = "mail"
    /// Where staff may sign in with an account of another system.
    public var provider: OpenIDProvider?

    /// Settings as they are where nothing is said.
    public init() {}

    /// How long a browser keeps the cookie of a session: at the desk until it is closed, in the portal as long as the session may rest,
    /// counted anew with every new value.
    func cookieLife(on face: Face) -> Duration? { face == .portal ? portal.idle : nil }
}
