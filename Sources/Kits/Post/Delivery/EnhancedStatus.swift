public import Vocabulary

/// What became of a mail, in three numbers (RFC 3463): `5.1.1`.
public struct EnhancedStatus: Hashable, Sendable {
    /// 2: it arrived. 4: it may yet. 5: it will not.
    public let kind: Int
    /// What the matter is with: 1 the address, 2 the mailbox, 3 the system, 4 the network, 5 the protocol, 6 the content, 7 the policy.
    public let subject: Int
    /// What exactly is the matter.
    public let detail: Int
}

extension EnhancedStatus: ASCIIParsable {
    /// Reads `5.1.1`.
    public init?(ascii: UnsafeRawBufferPointer) {
        let numbers = String(decoding: ascii, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3,
            numbers.allSatisfy({ (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let kind = Int(numbers[0]), [2, 4, 5].contains(kind), let subject = Int(numbers[1]), let detail = Int(numbers[2])
        else { return nil }
        self.kind = kind
        self.subject = subject
        self.detail = detail
    }

    /// `5.1.1`.
    public var description: String { "\(kind).\(subject).\(detail)" }

    /// The first such numbers between the words of a reply.
    static func first(in text: String) -> EnhancedStatus? {
        for word in text.split(whereSeparator: { " \t\n(),;:[]#<>".contains($0) }).prefix(200) {
            if let status = EnhancedStatus(String(word)) { return status }
        }
        return nil
    }
}
