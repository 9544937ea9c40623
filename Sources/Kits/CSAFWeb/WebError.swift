/// Why something of the web could not be had.
public enum WebError: Error, Sendable, Hashable {
    /// The text is no address that is asked: not `https`, with a password in it, or of a network that is not public.
    case refused(String, reason: String)
    /// The server answered with another status than 200.
    case status(String, Int)
    /// The server could not be reached, or broke off.
    case failed(String, reason: String)
    /// The answer is larger than allowed.
    case tooLarge(String, limit: Int)
    /// The server sent us on too often.
    case redirections(String)
    /// All answers together are larger, or more, than allowed.
    case budget(WebLimits)
    /// The time that was given is over.
    case deadline(Duration)
    /// What the server gave is not what it should be.
    case form(String, reason: String)
    /// No `provider-metadata.json` was found for a domain; what was tried.
    case noProvider(String, tried: [String])
}

extension WebError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .refused(let address, let reason): "\(address) is not asked: \(reason)"
        case .status(let address, let code): "\(address): the server answers \(code)"
        case .failed(let address, let reason): "\(address): \(reason)"
        case .tooLarge(let address, let limit): "\(address) has more than \(limit) bytes; raise the limit of a file if that is right"
        case .redirections(let address): "\(address): the server sends us on again and again"
        case .budget(let limits):
            "there is more than \(limits.answers) files or \(limits.total >> 20) MiB; raise the limits if that is right"
        case .deadline(let time): "it takes longer than \(time.components.seconds) seconds; allow more time"
        case .form(let address, let reason): "\(address): \(reason)"
        case .noProvider(let domain, let tried):
            "\(domain) has no provider-metadata.json that can be read:" + tried.map { "\n  " + $0 }.joined()
        }
    }
}

/// How much of the web is read.
public struct WebLimits: Sendable, Hashable {
    /// Bytes of one answer.
    public var answer: Int
    /// Answers in all.
    public var answers: Int
    /// Bytes of all answers.
    public var total: Int
    /// The time from the first question to the last answer.
    public var time: Duration
    /// The time for one answer.
    public var patience: Duration

    /// Limits; as they stand they hold for a provider of some ten thousand documents.
    public init(
        answer: Int = 64 << 20, answers: Int = 100_000, total: Int = 8 << 30, time: Duration = .seconds(3_600),
        patience: Duration = .seconds(60)
    ) {
        self.answer = answer
        self.answers = answers
        self.total = total
        self.time = time
        self.patience = patience
    }
}
