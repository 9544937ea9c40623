import Dispatch
import Glibc
import Synchronization

/// A server on loopback that speaks as much SMTP as is needed to refuse, to be silent and to hang up.
final class LoopbackSMTP: Sendable {
    /// What it does otherwise than a good server.
    struct Manners: Sendable {
        var greeting = "220 mx.example ESMTP"
        var extensions = ["ENHANCEDSTATUSCODES"]
        var sender = "250 2.1.0 OK"
        /// Answers to recipients that are not taken.
        var recipients: [String: String] = [:]
        var data = "354 go on"
        var final = "250 2.0.0 queued as 1"
        /// Hangs up when so many bytes of a mail came.
        var hangsUpAfter: Int?
        /// Hangs up in place of the answer to the mail.
        var hangsUpBeforeFinal = false
        /// Says nothing more once it was asked this.
        var silentAt: String?
    }

    struct Mail: Sendable {
        var sender: String
        var recipients: [String]
        var text: String
    }

    private struct State {
        var mails: [Mail] = []
        var connections = 0
        var open: [Int32] = []
        var isClosed = false
    }

    let port: Int
    private let socket: Int32
    private let manners: Manners
    private let state = Mutex(State())

    var mails: [Mail] { state.withLock { $0.mails } }
    var isSilent: Bool { manners.silentAt != nil }
    var connections: Int { state.withLock { $0.connections } }

    init(_ manners: Manners = Manners()) throws {
        self.manners = manners
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard bound, listen(socket, 16) == 0 else { throw SampleError(text: "no socket on loopback: \(errno)") }
        port = Int(UInt16(bigEndian: address.sin_port))
        // A serial queue each: the threads of concurrent ones are as few as the cores, and these wait.
        DispatchQueue(label: "loopback").async { [self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                let isClosed = state.withLock { state in
                    state.connections += 1
                    state.open.append(connection)
                    return state.isClosed
                }
                if isClosed { return }
                DispatchQueue(label: "connection").async { [self] in serve(connection) }
            }
        }
    }

    /// Hangs up on all. The descriptors are closed by those who read them.
    func close() {
        state.withLock { state in
            state.isClosed = true
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func serve(_ connection: Int32) {
        defer {
            state.withLock { $0.open.removeAll { $0 == connection } }
            Glibc.close(connection)
        }
        var line = Lines(descriptor: connection)
        var mail = Mail(sender: "", recipients: [], text: "")
        say(connection, manners.greeting)
        while let command = line.next() {
            let verb = command.prefix { $0 != " " }.uppercased()
            if manners.silentAt == verb { continue }
            switch verb {
            case "EHLO":
                let all = ["mx.example"] + manners.extensions
                for word in all.dropLast() { say(connection, "250-" + word) }
                say(connection, "250 " + (all.last ?? ""))
            case "MAIL":
                mail = Mail(sender: Self.path(command), recipients: [], text: "")
                say(connection, manners.sender)
            case "RCPT":
                let recipient = Self.path(command)
                let answer = manners.recipients[recipient] ?? "250 2.1.5 OK"
                if answer.hasPrefix("2") { mail.recipients.append(recipient) }
                say(connection, answer)
            case "DATA":
                say(connection, manners.data)
                guard manners.data.hasPrefix("354") else { continue }
                guard let text = content(&line) else { return }
                mail.text = text
                if manners.hangsUpBeforeFinal { return }
                if manners.final.hasPrefix("2") { state.withLock { $0.mails.append(mail) } }
                if manners.silentAt == "." { continue }
                say(connection, manners.final)
            case "QUIT":
                say(connection, "221 2.0.0 bye")
                return
            default: say(connection, "502 5.5.1 what?")
            }
        }
    }

    private func content(_ line: inout Lines) -> String? {
        var text = ""
        while let next = line.next() {
            if next == "." { return text }
            text += (next.hasPrefix(".") ? String(next.dropFirst()) : next) + "\n"
            if let limit = manners.hangsUpAfter, text.utf8.count >= limit { return nil }
        }
        return nil
    }

    private static func path(_ command: String) -> String {
        guard let start = command.firstIndex(of: "<"), let end = command.lastIndex(of: ">") else { return "" }
        return String(command[command.index(after: start)..<end])
    }

    private func say(_ connection: Int32, _ text: String) {
        let bytes = Array((text + "\r\n").utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

/// Lines from a socket.
private struct Lines {
    let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    mutating func next() -> String? {
        while true {
            if let end = buffer[start...].firstIndex(of: 0x0A) {
                let line = buffer[start..<end]
                start = end + 1
                return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            }
            buffer.removeFirst(start)
            start = 0
            var room = [UInt8](repeating: 0, count: 16384)
            let count = recv(descriptor, &room, room.count, 0)
            guard count > 0 else { return nil }
            buffer += room[..<count]
        }
    }
}
