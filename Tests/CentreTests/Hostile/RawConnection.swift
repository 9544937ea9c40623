import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Bytes over a socket of the loopback, as no browser would send them. Calls hold a thread, therefore they run on threads of their own.
enum RawConnection {
    /// Sends pieces one after the other and reads until the other side closes or says nothing for a while.
    static func talk(to port: Int, _ pieces: [[UInt8]], patience: Int = 2) async -> String {
        await onThread {
            guard let socket = open(port, patience: patience) else { return "no connection" }
            defer { close(socket) }
            for piece in pieces where !write(piece, to: socket) { break }
            shutdown(socket, Int32(SHUT_WR))
            return String(decoding: readAll(socket), as: UTF8.self)
        }
    }

    static func talk(to port: Int, _ text: String, patience: Int = 2) async -> String {
        await talk(to: port, [Array(text.utf8)], patience: patience)
    }

    /// Keeps many connections open, sends one further byte on each at every turn, and counts how many the other side has closed.
    /// - Parameters:
    ///   - openings: what each connection begins with
    ///   - turns: at most so many, a tenth of a second each
    ///   - meanwhile: told once when all are open
    static func trickle(
        to port: Int, _ openings: [String], turns: Int, meanwhile: @escaping @Sendable () -> Void
    ) async -> (open: Int, closed: Int) {
        await onThread {
            var sockets: [Int32] = []
            for opening in openings {
                guard let socket = open(port, patience: 1) else { continue }
                _ = write(Array(opening.utf8), to: socket)
                sockets.append(socket)
            }
            let all = sockets.count
            meanwhile()
            for _ in 0..<turns where !sockets.isEmpty {
                var waiting = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                poll(&waiting, nfds_t(waiting.count), 100)
                for one in waiting {
                    var byte = [UInt8](repeating: 0, count: 4096)
                    // A connection is over when reading gives its end or an error.
                    let isOver = one.revents != 0 && recv(one.fd, &byte, byte.count, Int32(MSG_DONTWAIT)) <= 0
                    if isOver || !write([UInt8(ascii: "a")], to: one.fd) {
                        close(one.fd)
                        sockets.removeAll { $0 == one.fd }
                    }
                }
                usleep(50_000)
            }
            for socket in sockets { close(socket) }
            return (all, all - sockets.count)
        }
    }

    /// Asks for something long, reads nothing for a while, and then sees whether all of it comes.
    static func received(from port: Int, after request: String, pausing seconds: UInt32, upTo limit: Int) async -> Int {
        await onThread {
            guard let socket = open(port, patience: 2) else { return -1 }
            defer { close(socket) }
            guard write(Array(request.utf8), to: socket) else { return -1 }
            sleep(seconds)
            var count = 0
            var room = [UInt8](repeating: 0, count: 1 << 20)
            while count < limit {
                let more = recv(socket, &room, room.count, 0)
                guard more > 0 else { break }
                count += more
            }
            return count
        }
    }

    private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    private static func open(_ port: Int, patience: Int) -> Int32? {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else {
            close(socket)
            return nil
        }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return socket
    }

    private static func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func readAll(_ socket: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65_536)
        while all.count < 4 << 20 {
            let count = recv(socket, &room, room.count, 0)
            guard count > 0 else { break }
            all += room[..<count]
        }
        return all
    }
}
