internal import Centre

/// The names of what leaves for a notice: `notices.<notice>.<channel>`, also the left side of its Message-ID.
enum NoticeDispatch {
    static let capability = "notices"

    static func name(_ notice: Notice.ID, _ channel: String) -> String { "notices.\(notice).\(channel)" }

    /// The notice that a dispatch belongs to; nil for those of others.
    static func notice(_ dispatch: DispatchID) -> Notice.ID? {
        let parts = dispatch.description.split(separator: ".")
        return parts.count >= 3 && parts[0] == "notices" ? String(parts[1]) : nil
    }

    static func reference(_ notice: Notice.ID) -> String { "notice/\(notice)" }

    static func notice(reference: String) -> Notice.ID? {
        reference.hasPrefix("notice/") ? String(reference.dropFirst("notice/".count)) : nil
    }
}
