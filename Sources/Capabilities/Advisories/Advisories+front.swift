public import Centre
internal import Vocabulary

extension Advisories: FrontPart {
    /// The warnings that hold now, and how serious the gravest of the last weeks is.
    public func frontSection(_ request: WebRequest) async throws -> FrontSection? {
        let words = request.words
        let question = ReleaseStore.Question(limit: 6)
        let releases = try await house.records.read { try ReleaseStore.latest(question, $0) }
        let recent = releases.filter { $0.moment > request.now - Self.fresh && $0.content.withdrawn == nil }
        let gravest = recent.map(\.content.severity).max()
        var section = FrontSection(words["advisories.front.title"])
        section.lead = gravest.map { words["advisories.front.level.\($0.name)"] } ?? words["advisories.front.calm"]
        section.severity = gravest.map(words.mark)
        if !releases.isEmpty {
            section.table = Parts.Table(
                id: "latest", caption: words["advisories.front.latest"],
                columns: [
                    .init(words["advisories.column.title"]), .init(words["advisories.column.severity"]),
                    .init(words["advisories.public.updated"]),
                ],
                rows: releases.map { PublicPages.row($0, $0.content.speaksToEveryone ? "warnings" : "advisories", request) })
        }
        section.actions = [
            Parts.Action(words["advisories.public.warnings"], href: "/warnings", icon: "warning"),
            Parts.Action(words["advisories.public.advisories"], href: "/advisories", icon: "advisory"),
            Parts.Action(words["advisories.public.subscribe"], href: "/subscribe", icon: "bell"),
        ]
        return section
    }

    /// How long something counts for the level of now.
    static let fresh = Duration.seconds(14 * 86_400)

    /// Where the provider's metadata is (CSAF 2.0 section 7.1.8).
    public var securityLines: [String] { ["CSAF: \(site)/.well-known/csaf/provider-metadata.json"] }
}
