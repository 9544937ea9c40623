import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A mailbox on loopback that speaks as much IMAP (RFC 3501) as a collector asks for.
final class LoopbackIMAP: Sendable {
    struct State {
        var mails: [UInt32: [UInt8]] = [:]
        var validity: UInt32 = 1
        var passwords: [String] = []
        var fetched: [UInt32] = []
    }

    let state = Mutex(State())
    private let channel = Mutex<(any Channel)?>(nil)

    var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }

    func put(_ uid: UInt32, _ text: String) {
        state.withLock { $0.mails[uid] = Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8) }
    }

    /// Runs it for the time of a body.
    static func use(_ body: (LoopbackIMAP) async throws -> Void) async throws {
        let server = LoopbackIMAP()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Conversation(server)) }
            }.bind(host: "127.0.0.1", port: 0).get()
        server.channel.withLock { $0 = channel }
        do {
            try await body(server)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    /// Answers to a line.
    fileprivate func answer(_ line: String) -> [UInt8] {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else { return Array("* BAD\r\n".utf8) }
        let done = Array("\(words[0]) OK done\r\n".utf8)
        return state.withLock { state in
            switch words[1].uppercased() {
            case "CAPABILITY": return Array("* CAPABILITY IMAP4rev1\r\n".utf8) + done
            case "LOGIN":
                let password = words.last?.replacingOccurrences(of: "\"", with: "") ?? ""
                state.passwords.append(password)
                return password == "open-sesame" ? done : Array("\(words[0]) NO [AUTHENTICATIONFAILED] no\r\n".utf8)
            case "STATUS": return Array("* STATUS INBOX (UIDVALIDITY \(state.validity))\r\n".utf8) + done
            case "SELECT", "EXAMINE":
                return Array("* \(state.mails.count) EXISTS\r\n* OK [UIDVALIDITY \(state.validity)] valid\r\n".utf8) + done
            case "UID" where words.count > 3 && words[2].uppercased() == "SEARCH":
                let first = UInt32(words[4].split(separator: ":")[0]) ?? 1
                let found = state.mails.keys.filter { $0 >= first }.sorted().map { "\($0)" }.joined(separator: " ")
                return Array("* SEARCH \(found)\r\n".utf8) + done
            case "UID" where words.count > 3 && words[2].uppercased() == "FETCH":
                guard let uid = UInt32(words[3]), let mail = state.mails[uid] else { return done }
                state.fetched.append(uid)
                return Array("* 1 FETCH (UID \(uid) BODY[] {\(mail.count)}\r\n".utf8) + mail + Array(")\r\n".utf8) + done
            default: return done
            }
        }
    }

    private final class Conversation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let server: LoopbackIMAP
        private var rest = ""

        init(_ server: LoopbackIMAP) { self.server = server }

        func channelActive(context: ChannelHandlerContext) { say(Array("* OK ready\r\n".utf8), context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            rest += String(decoding: buffer.readableBytesView, as: UTF8.self)
            while let end = rest.range(of: "\r\n") {
                let line = String(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
                say(server.answer(line), context)
                if line.uppercased().hasSuffix("LOGOUT") { context.close(promise: nil) }
            }
        }

        private func say(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
        }
    }
}
