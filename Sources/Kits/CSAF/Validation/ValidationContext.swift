/// What tests need to know beside the document.
public struct ValidationContext: Sendable {
    /// The time, for tests that ask what lies in the past.
    public var now: Timestamp
    /// Extensions whose schemas are known.
    public var extensions: ExtensionRegister
    /// Finds words that are spelled wrongly; `nil` tests with ``AdvisoryProofreader``.
    public var proofreader: any Proofreader
    /// Tells whether a URL answers with success or a redirection; without it tests 6.3.6 and 6.3.7 only look at host names that can never
    /// answer.
    public var isReachable: (@Sendable (String) -> Bool)?

    /// A context; what is left out does without the network.
    public init(
        now: Timestamp = .now, extensions: ExtensionRegister = ExtensionRegister(), proofreader: any Proofreader = AdvisoryProofreader(),
        isReachable: (@Sendable (String) -> Bool)? = nil
    ) {
        self.now = now
        self.extensions = extensions
        self.proofreader = proofreader
        self.isReachable = isReachable
    }
}
