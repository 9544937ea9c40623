internal import Foundation
internal import Vocabulary

/// A channel that puts each dispatch into a folder: for tests, for trying a centre out, for hand-over on a medium.
///
/// `<name>.eml` (or what its form is called) has the content, `<name>.dispatch.json` what is said about it; the second is written last and
/// means that both are whole.
public struct FolderChannel: OutwardChannel {
    /// What dispatches name it by.
    public let name: String
    /// Where it puts them.
    public let folder: String
    /// A dispatch overwrites its own files.
    public var repetition: Repetition { .harmless }

    /// A channel into a folder, which is made at the first dispatch.
    public init(name: String = "folder", folder: String) {
        self.name = name
        self.folder = folder
    }

    /// Writes the two files.
    public func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome {
        let content = path(dispatch.id, FolderChannel.suffix(dispatch.mediaType))
        let note = Note(
            id: dispatch.id.description, act: dispatch.act, tlp: dispatch.tlp.label, channel: name, recipient: dispatch.recipient,
            subject: dispatch.subject, mediaType: dispatch.mediaType, capability: dispatch.capability, reference: dispatch.reference,
            author: dispatch.author)
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let text = try encoder.encode(note)
            try FileActions.makeFolder(folder)
            try FileActions.write(dispatch.content, to: content)
            try FileActions.write(Array(text), to: path(dispatch.id, "dispatch.json"))
            return .accepted(receipt: content)
        } catch { return .later(reason: "\(error)") }
    }

    /// Looks for the second file.
    public func wasDelivered(_ id: DispatchID) async -> DeliveryKnowledge {
        let note = path(id, "dispatch.json")
        return FileActions.exists(note) ? .delivered(receipt: note) : .notDelivered
    }

    private func path(_ id: DispatchID, _ suffix: String) -> String { "\(folder)/\(id).\(suffix)" }

    private static func suffix(_ mediaType: String) -> String {
        switch mediaType.split(separator: ";").first.map(String.init) ?? "" {
        case "message/rfc822": "eml"
        case "application/json": "json"
        case "text/plain": "txt"
        case "text/html": "html"
        case "text/csv": "csv"
        default: "bin"
        }
    }

    private struct Note: Encodable {
        let id: String
        let act: Act
        let tlp: String
        let channel: String
        let recipient: String
        let subject: String
        let mediaType: String
        let capability: String
        let reference: String
        let author: String
    }
}
