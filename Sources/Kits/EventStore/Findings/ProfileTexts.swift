internal import Vocabulary

/// The texts of a profile.
final class ProfileTexts: Sendable {
    private let texts: [String?]
    let asn: ASN?

    init(_ bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        texts = RunFormat.ProfileField.allCases.map { _ in
            let length = cursor.varint()
            return length == 0 ? nil : String(decoding: cursor.bytes(length - 1), as: UTF8.self)
        }
        asn = texts[RunFormat.ProfileField.asn.rawValue].flatMap { ASN($0) }
    }

    subscript(_ field: RunFormat.ProfileField) -> String? { texts[field.rawValue] }
}
