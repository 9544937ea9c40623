/// The files in a message that may be sources themselves.
enum MailAttachments {
    private static let kinds: Set<String> = ["csv", "tsv", "json", "jsonl", "txt", "xml", "zip", "gz", "bz2", "zst"]
    /// Messages in messages that are looked into.
    private static let depthLimit = 4

    static func all(of mail: ParsedMail) -> [(name: String, bytes: [UInt8])] {
        var found: [(name: String, bytes: [UInt8])] = []
        collect(mail.root, depth: 0, into: &found)
        // The pointers in the parts are those of the message.
        withExtendedLifetime(mail) {}
        return found
    }

    private static func collect(_ message: MailMessage, depth: Int, into found: inout [(name: String, bytes: [UInt8])]) {
        guard depth < depthLimit else { return }
        for part in message.parts() ?? [] {
            if let enclosed = part.enclosed {
                collect(enclosed, depth: depth + 1, into: &found)
            } else if let name = part.fileName, let dot = name.lastIndex(of: "."),
                kinds.contains(name[name.index(after: dot)...].lowercased())
            {
                found.append((name, part.bytes))
            }
        }
    }
}
