internal import Centre
internal import Logging
internal import Vocabulary

/// The way of an advisory to its readers: what goes through it stands on the public face, in feeds and in the provider's tree.
struct SiteChannel: OutwardChannel {
    let name: String
    let reach: Audience
    let press: Press
    var acts: Set<Act> { [.publish] }
    /// It writes the same version again.
    var repetition: Repetition { .harmless }
    var atOnce: Int { 1 }

    /// Everyone may read it.
    static func open(_ press: Press) -> SiteChannel { SiteChannel(name: "site", reach: .everyone, press: press) }
    /// Owners and programs with a token may read it.
    static func closed(_ press: Press) -> SiteChannel { SiteChannel(name: "site-closed", reach: .clients, press: press) }

    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome {
        guard let version = PublishedVersion(reference: dispatch.reference) else { return .refused(reason: "it names no version") }
        do {
            return .accepted(receipt: try await press.show(version))
        } catch let error as PressError {
            return .refused(reason: "\(error)")
        } catch {
            return .later(reason: "\(error)")
        }
    }

    func wasDelivered(_ id: DispatchID) async -> DeliveryKnowledge {
        guard let version = PublishedVersion(dispatch: id) else { return .unknown }
        do {
            return try await press.isShown(version) ? .delivered(receipt: "it is shown") : .notDelivered
        } catch { return .unknown }
    }
}

/// A version of an advisory on its way: what dispatches call it.
struct PublishedVersion: Sendable, Hashable {
    let tracking: String
    let version: Int

    init(tracking: String, version: Int) {
        self.tracking = tracking
        self.version = version
    }

    /// From `advisory/AZ-CERT-2026-0001/2`.
    init?(reference: String) {
        let parts = reference.split(separator: "/")
        guard parts.count == 3, parts[0] == "advisory", let version = Int(parts[2]) else { return nil }
        self.init(tracking: String(parts[1]), version: version)
    }

    /// From `advisories.AZ-CERT-2026-0001.2.3`: with the number of the attempt, because one that was called off keeps its name.
    init?(dispatch: DispatchID) {
        let parts = dispatch.description.split(separator: ".")
        guard parts.count == 4, parts[0] == "advisories", let version = Int(parts[2]) else { return nil }
        self.init(tracking: String(parts[1]), version: version)
    }

    var reference: String { "advisory/\(tracking)/\(version)" }
    func dispatch(edit: Int) -> DispatchID? { DispatchID("advisories.\(tracking).\(version).\(edit)") }
}
