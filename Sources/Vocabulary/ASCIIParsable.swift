/// A word of the field that is read from bytes in place and written back as text.
///
/// `init?(ascii:)` never allocates for the numeric types; the text initialiser and the coding as a single string come
/// with the conformance.
public protocol ASCIIParsable: LosslessStringConvertible, Codable, Sendable {
    /// Reads the value from all of the bytes; `nil` where they are anything else.
    init?(ascii: UnsafeRawBufferPointer)
}

extension ASCIIParsable {
    /// Reads the value from all of the text; `nil` where it is anything else.
    public init?(_ text: some StringProtocol) {
        let contiguous = text.utf8.withContiguousStorageIfAvailable { Self(ascii: UnsafeRawBufferPointer($0)) }
        if let parsed = contiguous {
            guard let value = parsed else { return nil }
            self = value
            return
        }
        var copy = String(text)
        guard let value = copy.withUTF8({ Self(ascii: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = value
    }

    /// Reads the value from its text form, as every text initialiser does.
    public init?(_ description: String) {
        var copy = description
        guard let value = copy.withUTF8({ Self(ascii: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = value
    }

    /// Decodes from a single string; throws `DecodingError.dataCorrupted` naming the text that is not such a value.
    public init(from decoder: any Decoder) throws {
        self = try Self.decoded(from: decoder)
    }

    /// Encodes as a single string, the value's text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

// Without these the standard library's coding of raw values would compete with the coding as text.
extension ASCIIParsable where Self: RawRepresentable, RawValue == UInt8 {
    /// Decodes from a single string; throws `DecodingError.dataCorrupted` naming the text that is not such a value.
    public init(from decoder: any Decoder) throws {
        self = try Self.decoded(from: decoder)
    }

    /// Encodes as a single string, the value's text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension ASCIIParsable {
    fileprivate static func decoded(from decoder: any Decoder) throws -> Self {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not a valid \(Self.self).")
        }
        return value
    }
}
