import Post
import Testing
import Vocabulary

@Suite("mail over SMTP") struct SMTPDeliveryTests {
    private func server(_ loopback: LoopbackSMTP, encryption: MailServer.Encryption = .none) throws -> MailServer {
        let host = try #require(Host("127.0.0.1"))
        var server = MailServer(host: host, port: loopback.port, encryption: encryption)
        // Only a server that is silent on purpose is not waited for.
        if loopback.isSilent { server.answerTimeout = .seconds(1) }
        return server
    }

    private func envelope(_ recipients: String...) throws -> MailEnvelope {
        MailEnvelope(sender: try Samples.address("bounces@cert.example"), recipients: try recipients.map(Samples.address))
    }

    private func deliver(_ manners: LoopbackSMTP.Manners, to recipients: [String] = ["a@isp.example"]) async throws -> [DeliveryOutcome] {
        let loopback = try LoopbackSMTP(manners)
        defer { loopback.close() }
        let delivery = SMTPDelivery(server: try server(loopback))
        let envelope = MailEnvelope(sender: nil, recipients: try recipients.map(Samples.address))
        return await delivery.send(try Samples.message().composed(boundarySeed: "s").bytes, envelope: envelope).map(\.outcome)
    }

    @Test("a mail arrives as it was composed, lines that begin with a dot among it")
    func arrives() async throws {
        let loopback = try LoopbackSMTP()
        defer { loopback.close() }
        let delivery = SMTPDelivery(server: try server(loopback), hello: DomainName("cert.example"))
        let mail = try Samples.message(text: ".\n..two\nSalam, dünya: ə ğ ı\n.\n").composed(boundarySeed: "s")
        let outcomes = await delivery.send(mail.bytes, envelope: try envelope("a@isp.example", "b@isp.example"))
        let reply = SMTPReply(code: 250, status: EnhancedStatus("2.0.0"), text: "2.0.0 queued as 1")
        #expect(outcomes.map(\.outcome) == [.accepted(reply), .accepted(reply)])
        let received = try #require(loopback.mails.first)
        #expect(received.sender == "bounces@cert.example")
        #expect(received.recipients == ["a@isp.example", "b@isp.example"])
        #expect(received.text == String(decoding: mail.bytes, as: UTF8.self).replacing("\r\n", with: "\n"))
    }

    @Test("mails go over one connection, one after the other")
    func oneConnection() async throws {
        let loopback = try LoopbackSMTP()
        defer { loopback.close() }
        let delivery = SMTPDelivery(server: try server(loopback))
        for _ in 0..<20 {
            let outcomes = await delivery.send(
                try Samples.message().composed(boundarySeed: "s").bytes, envelope: try envelope("a@isp.example"))
            #expect(outcomes.map(\.outcome.isAccepted) == [true])
        }
        #expect(loopback.mails.count == 20)
        #expect(loopback.connections == 1)
    }

    @Test("each recipient has an outcome of its own")
    func eachRecipient() async throws {
        let manners = LoopbackSMTP.Manners(recipients: [
            "gone@isp.example": "550 5.1.1 no such user", "full@isp.example": "452 4.2.2 mailbox full", "old@isp.example": "550 unknown",
        ])
        let outcomes = try await deliver(
            manners, to: ["gone@isp.example", "a@isp.example", "full@isp.example", "old@isp.example", "ə@isp.example", "b@isp.example"])
        #expect(
            outcomes == [
                .refused(SMTPReply(code: 550, status: EnhancedStatus("5.1.1"), text: "5.1.1 no such user")),
                .accepted(SMTPReply(code: 250, status: EnhancedStatus("2.0.0"), text: "2.0.0 queued as 1")),
                .later(SMTPReply(code: 452, status: EnhancedStatus("4.2.2"), text: "4.2.2 mailbox full")),
                .refused(SMTPReply(code: 550, text: "unknown")),
                .refused(SMTPReply(code: 553, status: EnhancedStatus("5.6.7"), text: "The address is not ASCII (not sent).")),
                .accepted(SMTPReply(code: 250, status: EnhancedStatus("2.0.0"), text: "2.0.0 queued as 1")),
            ])
    }

    @Test("after a refusal the next mail still arrives")
    func goesOn() async throws {
        let loopback = try LoopbackSMTP(.init(recipients: ["gone@isp.example": "550 5.1.1 no such user"]))
        defer { loopback.close() }
        let delivery = SMTPDelivery(server: try server(loopback))
        let mail = try Samples.message().composed(boundarySeed: "s").bytes
        let first = await delivery.send(mail, envelope: try envelope("gone@isp.example"))
        let second = await delivery.send(mail, envelope: try envelope("a@isp.example"))
        #expect(first.map(\.outcome.isAccepted) == [false])
        #expect(second.map(\.outcome.isAccepted) == [true])
    }

    static let whole: [(LoopbackSMTP.Manners, DeliveryOutcome)] = [
        (.init(sender: "451 4.7.1 greylisted"), .later(SMTPReply(code: 451, status: EnhancedStatus("4.7.1"), text: "4.7.1 greylisted"))),
        (.init(sender: "550 5.7.1 not you"), .refused(SMTPReply(code: 550, status: EnhancedStatus("5.7.1"), text: "5.7.1 not you"))),
        (.init(data: "452 4.3.1 disk full"), .later(SMTPReply(code: 452, status: EnhancedStatus("4.3.1"), text: "4.3.1 disk full"))),
        (.init(data: "554 5.5.1 no"), .refused(SMTPReply(code: 554, status: EnhancedStatus("5.5.1"), text: "5.5.1 no"))),
        (.init(final: "452 4.3.1 disk full"), .later(SMTPReply(code: 452, status: EnhancedStatus("4.3.1"), text: "4.3.1 disk full"))),
        (.init(final: "554 5.7.1 spam"), .refused(SMTPReply(code: 554, status: EnhancedStatus("5.7.1"), text: "5.7.1 spam"))),
    ]

    @Test("an answer to the whole mail is that of each recipient", arguments: whole)
    func wholeMail(manners: LoopbackSMTP.Manners, outcome: DeliveryOutcome) async throws {
        #expect(try await deliver(manners, to: ["a@isp.example", "b@isp.example"]) == [outcome, outcome])
    }

    static let unreachable: [LoopbackSMTP.Manners] = [
        .init(greeting: "554 5.3.2 closed for today"), .init(silentAt: "EHLO"), .init(silentAt: "MAIL"), .init(silentAt: "RCPT"),
        .init(silentAt: "DATA"),
    ]

    @Test("a server that does not come to the point is unreachable", arguments: unreachable)
    func isUnreachable(manners: LoopbackSMTP.Manners) async throws {
        let outcomes = try await deliver(manners)
        guard case .unreachable(let reason) = try #require(outcomes.first) else {
            Issue.record("It was \(outcomes).")
            return
        }
        #expect(!reason.isEmpty)
        if manners.greeting.hasPrefix("5") { #expect(reason.contains("closed for today")) }
    }

    @Test("nothing listens: unreachable")
    func nobody() async throws {
        let loopback = try LoopbackSMTP()
        let settings = try server(loopback)
        loopback.close()
        let outcomes = await SMTPDelivery(server: settings).send(
            try Samples.message().composed(boundarySeed: "s").bytes, envelope: try envelope("a@isp.example"))
        guard case .unreachable = try #require(outcomes.first).outcome else {
            Issue.record("It was \(outcomes).")
            return
        }
    }

    @Test("a connection that ends within the mail delivered nothing")
    func dropsWithin() async throws {
        let loopback = try LoopbackSMTP(.init(hangsUpAfter: 100_000))
        defer { loopback.close() }
        let big = try Samples.message(text: String(repeating: "words and words\n", count: 2_000_000)).composed(boundarySeed: "s")
        let outcomes = await SMTPDelivery(server: try server(loopback)).send(big.bytes, envelope: try envelope("a@isp.example"))
        guard case .unreachable = try #require(outcomes.first).outcome else {
            Issue.record("It was \(outcomes).")
            return
        }
        #expect(loopback.mails.isEmpty)
    }

    @Test("a connection that ends before the answer leaves open whether the mail was delivered", arguments: [true, false])
    func dropsAfter(hangsUp: Bool) async throws {
        let manners = hangsUp ? LoopbackSMTP.Manners(hangsUpBeforeFinal: true) : LoopbackSMTP.Manners(silentAt: ".")
        guard case .unanswered = try #require(try await deliver(manners).first) else {
            Issue.record("It is known.")
            return
        }
    }

    @Test("without STARTTLS nothing is sent where it is required, and all where it is not")
    func startTLS() async throws {
        let loopback = try LoopbackSMTP()
        defer { loopback.close() }
        let mail = try Samples.message().composed(boundarySeed: "s").bytes
        let required = await SMTPDelivery(server: try server(loopback, encryption: .required)).send(
            mail, envelope: try envelope("a@isp.example"))
        guard case .unreachable = try #require(required.first).outcome else {
            Issue.record("It was \(required).")
            return
        }
        #expect(loopback.mails.isEmpty)
        let opportunistic = SMTPDelivery(server: try server(loopback, encryption: .opportunistic))
        #expect(await opportunistic.send(mail, envelope: try envelope("a@isp.example")).map(\.outcome.isAccepted) == [true])
    }

    @Test("a password is not sent in the clear")
    func password() async throws {
        let host = try #require(Host("relay.example"))
        let server = MailServer(host: host, port: 587, encryption: .opportunistic, user: "cert", password: "secret")
        let outcomes = await SMTPDelivery(server: server).send([], envelope: try envelope("a@isp.example"))
        guard case .unreachable(let reason) = try #require(outcomes.first).outcome else {
            Issue.record("It was \(outcomes).")
            return
        }
        #expect(reason.contains("password"))
    }
}
