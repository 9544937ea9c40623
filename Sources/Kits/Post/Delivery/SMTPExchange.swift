import CCurl
import Vocabulary

/// One mail on its way: what is left to send, and what the server said at each step.
///
/// libcurl says in the end whether all went well, not which recipient was refused how; that is read from the lines that go to and fro.
final class SMTPExchange {
    enum Step {
        /// Greeting, encryption, signing in.
        case opening
        case sender
        case recipient
        case data
        case content
        /// What is answered now belongs to no mail.
        case closing
    }

    private let content: [UInt8]
    private var offset = 0
    private var step = Step.opening
    private var lines: [String] = []

    /// The last answer that was no good, before the mail began.
    private(set) var openingReply: SMTPReply?
    private(set) var senderReply: SMTPReply?
    /// In the order of the recipients.
    private(set) var recipientReplies: [SMTPReply] = []
    private(set) var dataReply: SMTPReply?
    private(set) var finalReply: SMTPReply?
    /// Bytes of the content that went out; dots that are doubled count too.
    private var sentCount = 0

    /// Whether the server may have all of it.
    private var isContentSent: Bool { dataReply?.code == 354 && sentCount >= content.count }

    init(content: [UInt8]) {
        self.content = content
    }

    // MARK: What goes

    func read(into buffer: UnsafeMutablePointer<CChar>, capacity: Int) -> Int {
        let count = min(capacity, content.count - offset)
        guard count > 0 else { return 0 }
        content.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: buffer, count: count).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
        }
        offset += count
        return count
    }

    func command(_ line: String) {
        lines = []
        if line.hasPrefix("MAIL FROM:") {
            step = .sender
        } else if line.hasPrefix("RCPT TO:") {
            step = .recipient
        } else if line.hasPrefix("DATA"), step == .recipient {
            step = .data
        } else if line.hasPrefix("QUIT") {
            step = .closing
        }
    }

    func sent(_ count: Int) { sentCount += count }

    // MARK: What comes

    func answer(_ line: String) {
        let line = HeaderText.singleLine(line)
        guard line.utf8.count >= 3, let code = Int(line.prefix(3)), (200...599).contains(code) else { return }
        if lines.count < 20 { lines.append(String(line.dropFirst(4))) }
        // 250-: more lines follow.
        guard line.dropFirst(3).first != "-" else { return }
        let text = HeaderText.singleLine(lines.joined(separator: " "), limit: 500)
        let status = text.split(separator: " ").first.flatMap { EnhancedStatus(String($0)) }
        let reply = SMTPReply(code: code, status: status, text: text)
        lines = []
        switch step {
        case .opening: openingReply = code >= 400 ? reply : nil
        case .sender: senderReply = reply
        case .recipient: recipientReplies.append(reply)
        case .data:
            dataReply = reply
            if code == 354 { step = .content }
        case .content: if finalReply == nil { finalReply = reply }
        case .closing: break
        }
    }

    // MARK: What became of it

    /// The outcome for the recipient at this place. `failure` is what libcurl says.
    func outcome(recipient index: Int, failure: String?) -> DeliveryOutcome {
        let replies = [senderReply, index < recipientReplies.count ? recipientReplies[index] : nil, dataReply, finalReply]
        for reply in replies.compactMap({ $0 }) where reply.code >= 400 {
            // 421: the server closes, whatever was asked (RFC 5321 §3.8).
            return reply.code >= 500 ? .refused(reply) : .later(reply)
        }
        // Where all recipients but this were refused, or this was not asked for, there is no final answer.
        if index < recipientReplies.count, let finalReply { return .accepted(finalReply) }
        let reason = failure ?? "The server did not answer."
        if isContentSent { return .unanswered(reason: reason) }
        if let openingReply { return .unreachable(reason: "\(reason) The server said: \(openingReply.code) \(openingReply.text)") }
        return .unreachable(reason: reason)
    }

    // MARK: libcurl

    /// Makes libcurl take the content from here and tell the lines that go to and fro. The exchange must outlive the transfer.
    func attach(to handle: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_number(handle, CURLOPT_UPLOAD, 1)
        ccurl_set_size(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(content.count))
        ccurl_set_reader(
            handle,
            { buffer, size, count, context in
                guard let buffer, let context else { return 0 }
                return Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue().read(into: buffer, capacity: size * count)
            }, context)
        ccurl_set_writer(handle, { _, size, count, _ in size * count }, nil)
        ccurl_set_witness(
            handle,
            { _, kind, bytes, length, context in
                guard let bytes, let context else { return 0 }
                let exchange = Unmanaged<SMTPExchange>.fromOpaque(context).takeUnretainedValue()
                if kind == CURLINFO_DATA_OUT { exchange.sent(length) }
                guard kind == CURLINFO_HEADER_IN || kind == CURLINFO_HEADER_OUT else { return 0 }
                let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: min(length, 1000)), as: UTF8.self)
                kind == CURLINFO_HEADER_IN ? exchange.answer(line) : exchange.command(line)
                return 0
            }, context)
    }
}
