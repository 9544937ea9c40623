/// What a register says of itself and of the surroundings it is meant for.
public struct RegisterProfile: Sendable, Hashable {
    /// Whose register it is.
    public var name: String?
    /// Whether everything in it is invented: pages and mails say so.
    public var isSample: Bool
    /// Warning lists that do not apply, because the register's own networks are on them.
    public var liftedWarningLists: Set<String>
    /// An MMDB file of the register's networks, named relative to the file that was imported.
    public var networks: String?

    /// A profile.
    public init(name: String? = nil, isSample: Bool = false, liftedWarningLists: Set<String> = [], networks: String? = nil) {
        self.name = name
        self.isSample = isSample
        self.liftedWarningLists = liftedWarningLists
        self.networks = networks
    }
}
