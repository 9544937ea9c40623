/// Makes addresses in the portal that open for one person without a password, for a while.
public protocol PortalInvitations: Sendable {
    /// An address of the portal that signs a contact in and leads to a page, once, within its time.
    func link(for contact: ContactCard, to path: String, valid: Duration) async throws -> String
}
