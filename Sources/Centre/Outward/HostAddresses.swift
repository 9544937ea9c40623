internal import Foundation
public import Vocabulary

/// What a host's name stands for now. Whoever calls an address that a stranger wrote looks at all of them first, and then calls what was
/// looked at: another answer in between changes nothing (OWASP, Server-Side Request Forgery).
public enum HostAddresses {
    /// The addresses of a host, in the order the system gives them; of an address, itself.
    /// - Parameter host: a name, or an address with or without brackets
    /// - Throws: ``UnknownHost``
    public static func of(_ host: String) async throws -> [IPAddress] {
        if let address = IPAddress(host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))) { return [address] }
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var hints = addrinfo()
                hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
                var list: UnsafeMutablePointer<addrinfo>?
                let code = getaddrinfo(host, nil, &hints, &list)
                guard code == 0 else {
                    continuation.resume(throwing: UnknownHost(host: host, reason: String(cString: gai_strerror(code))))
                    return
                }
                defer { freeaddrinfo(list) }
                var found: [IPAddress] = []
                var next = list
                while let entry = next {
                    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
                    if getnameinfo(entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, UInt32(text.count), nil, 0, NI_NUMERICHOST) == 0,
                        let address = IPAddress(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
                    {
                        found.append(address)
                    }
                    next = entry.pointee.ai_next
                }
                continuation.resume(returning: found)
            }
        }
    }
}

/// A host that has no address.
public struct UnknownHost: Error, Sendable, CustomStringConvertible {
    /// Its name.
    public let host: String
    /// What the system says.
    public let reason: String

    /// What happened, where, and what to do.
    public var description: String { "\(host) has no address: \(reason)" }
}
