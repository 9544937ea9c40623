import CCurl
public import Vocabulary

/// Hands mails to a server (RFC 5321) through libcurl, one after the other over one connection where the server lets it stand.
///
/// Waiting happens on a thread of its own. For several mails at a time make several of these.
public actor SMTPDelivery {
    private let server: MailServer
    private let hello: DomainName?
    private let thread = BlockingThread(label: "keshik.post.smtp")
    private var curl: CurlHandle?

    /// The thread it waits on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Delivery through a server, usually the centre's own relay.
    ///
    /// - Parameter hello: The name to greet with; nil for that of this machine.
    public init(server: MailServer, hello: DomainName? = nil) {
        self.server = server
        self.hello = hello
    }

    /// Hands a mail over.
    ///
    /// - Parameter mail: The bytes of the mail with CR LF, as ``ComposedMail/bytes``.
    /// - Returns: What became of it for each recipient, in their order. Nothing is tried twice.
    public func send(_ mail: [UInt8], envelope: MailEnvelope) -> [RecipientOutcome] {
        let isCarried: (EmailAddress) -> Bool = { $0.description.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
        let carried = envelope.recipients.filter(isCarried)
        var outcomes = outcomes(mail, sender: envelope.sender, recipients: carried)[...]
        return envelope.recipients.map { recipient in
            guard isCarried(recipient) else {
                let reply = SMTPReply(code: 553, status: EnhancedStatus("5.6.7"), text: "The address is not ASCII (not sent).")
                return RecipientOutcome(recipient: recipient, outcome: .refused(reply))
            }
            return RecipientOutcome(recipient: recipient, outcome: outcomes.popFirst() ?? .unreachable(reason: "not tried"))
        }
    }

    /// Closes the connection; the next mail opens another.
    public func close() { curl = nil }

    private func outcomes(_ mail: [UInt8], sender: EmailAddress?, recipients: [EmailAddress]) -> [DeliveryOutcome] {
        guard !recipients.isEmpty else { return [] }
        if let contradiction = server.contradiction { return recipients.map { _ in .unreachable(reason: contradiction) } }
        guard let curl = curl ?? CurlHandle() else { return recipients.map { _ in .unreachable(reason: "libcurl could not be started.") } }
        self.curl = curl
        let exchange = SMTPExchange(content: mail)
        curl.prepare(for: server, scheme: "smtp", path: hello?.ascii ?? "")
        // An empty text is the empty path `<>`.
        ccurl_set_text(curl.handle, CURLOPT_MAIL_FROM, sender?.description ?? "")
        ccurl_set_number(curl.handle, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        var list: UnsafeMutablePointer<curl_slist>?
        for recipient in recipients { list = curl_slist_append(list, recipient.description) ?? list }
        ccurl_set_list(curl.handle, CURLOPT_MAIL_RCPT, list)
        exchange.attach(to: curl.handle)
        let failure = withExtendedLifetime(exchange) { curl.perform()?.text }
        // Neither the list nor the exchange outlives this call.
        curl_easy_reset(curl.handle)
        curl_slist_free_all(list)
        return recipients.indices.map { exchange.outcome(recipient: $0, failure: failure) }
    }
}
