/// The bytes of a secret while it is used. Printing, interpolating or dumping them shows nothing.
public struct SecretBytes: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret itself. Do not keep it.
    public let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The secret as text, `nil` where it is not UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }

    /// Not the secret.
    public var description: String { "(secret)" }
    /// Not the secret.
    public var debugDescription: String { "(secret)" }
    /// Not the secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
