/// A document with signatures over its bytes and its type, as JSON (DSSE, github.com/secure-systems-lab/dsse).
public struct SignedEnvelope: Sendable, Hashable {
    /// What the document is, `application/json`.
    public let type: String
    /// The document.
    public let payload: [UInt8]
    /// The signatures with the keys' texts.
    public let signatures: [Signature]

    /// One signature.
    public struct Signature: Sendable, Hashable {
        /// The key as name+id+key.
        public let key: String
        /// Ed25519 over ``SignedEnvelope/message(type:payload:)``.
        public let signature: [UInt8]
    }

    /// Signs a document.
    public init(type: String, payload: [UInt8], by signer: NoteSigner) throws {
        self.type = type
        self.payload = payload
        signatures = [
            Signature(
                key: "\(signer.verifier)", signature: try signer.signature(over: SignedEnvelope.message(type: type, payload: payload)))
        ]
    }

    /// What is signed: type and document, each with its length, so that neither can be taken for another.
    public static func message(type: String, payload: [UInt8]) -> [UInt8] {
        Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    }

    /// Its JSON: `payloadType`, `payload` and `signatures`, the bytes in Base64. The type and the keys hold nothing that JSON must escape.
    public var json: String {
        let list = signatures.map { #"{"keyid":"\#($0.key)","sig":"\#(Base64.text($0.signature))"}"# }
        return #"{"payloadType":"\#(type)","payload":"\#(Base64.text(payload))","signatures":[\#(list.joined(separator: ","))]}"#
    }
}
