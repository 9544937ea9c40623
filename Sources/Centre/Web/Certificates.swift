internal import Crypto
internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOSSL
internal import ServiceLifecycle
internal import SwiftASN1
internal import Synchronization
public import Vocabulary
internal import X509

/// The certificate that a listener shows, read from PEM files and read again when they change.
final class Certificates: Sendable {
    private struct Pair: Sendable {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        let stamps: [Date]
    }

    let chainPath: String
    let keyPath: String
    private let pair: Mutex<Pair>

    /// - Throws: ``CertificateError``
    init(chain: String, key: String) throws(CertificateError) {
        chainPath = chain
        keyPath = key
        pair = Mutex(try Self.load(chain, key))
    }

    /// The settings of TLS, which ask for the newest pair at every connection (NCSC-NL 2025-05: TLS 1.2 and 1.3, forward secrecy).
    func configuration() -> TLSConfiguration {
        let first = pair.withLock { $0 }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: first.chain.map { .certificate($0) }, privateKey: .privateKey(first.key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        ]
        configuration.sslContextCallback = { [self] _, promise in
            let now = pair.withLock { $0 }
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = now.chain.map { .certificate($0) }
            override.privateKey = .privateKey(now.key)
            promise.succeed(override)
        }
        return configuration
    }

    /// Reads the files again where they changed; a pair that is broken leaves the old one in use.
    /// - Returns: whether a new pair is in use.
    func refresh() throws(CertificateError) -> Bool {
        guard Self.stamps(chainPath, keyPath) != pair.withLock({ $0.stamps }) else { return false }
        let fresh = try Self.load(chainPath, keyPath)
        pair.withLock { $0 = fresh }
        return true
    }

    /// When the certificate ends, for `keshik doctor`.
    static func end(of chain: String) -> Date? {
        guard let text = try? String(contentsOfFile: chain, encoding: .utf8),
            let first = try? PEMDocument.parseMultiple(pemString: text).first
        else { return nil }
        return (try? Certificate(pemDocument: first))?.notValidAfter
    }

    private static func stamps(_ paths: String...) -> [Date] {
        paths.map {
            (try? FileManager.default.attributesOfItem(atPath: $0)[.modificationDate] as? Date) ?? .distantPast
        }
    }

    private static func load(_ chain: String, _ key: String) throws(CertificateError) -> Pair {
        let stamps = stamps(chain, key)
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(chain)
        } catch {
            throw .unreadable(path: chain, reason: "\(error)")
        }
        do {
            return Pair(chain: certificates, key: try NIOSSLPrivateKey(file: key, format: .pem), stamps: stamps)
        } catch {
            throw .unreadable(path: key, reason: "\(error)")
        }
    }
}

/// What can be said of certificate files without serving with them.
public enum CertificateFiles {
    /// The end of the first certificate's validity, and whether chain and key can be used together.
    /// - Throws: ``CertificateError``
    public static func end(chain: String, key: String) throws(CertificateError) -> Instant? {
        _ = try Certificates(chain: chain, key: key)
        return Certificates.end(of: chain).map { Instant(seconds: Int64($0.timeIntervalSince1970)) }
    }
}

/// Why a certificate cannot be used.
public enum CertificateError: Error, Sendable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case unmade(String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): no certificate or key in PEM that can be used: \(reason)"
        case .unmade(let reason): "the development certificate could not be made: \(reason)"
        }
    }
}

/// Looks for changed certificate files every half minute.
struct CertificateWatch: Service {
    let certificates: Certificates
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(30))) != nil {
                do {
                    if try certificates.refresh() { logger.notice("certificate renewed", metadata: ["path": "\(certificates.chainPath)"]) }
                } catch {
                    logger.error("certificate not renewed; the old one stays in use", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

extension Certificates {
    /// A certificate for this machine alone, signed by itself, for trying things out; made where it is not there or ends within a week.
    /// - Returns: where chain and key lie.
    static func development(in folder: String, now: Date) throws(CertificateError) -> (chain: String, key: String) {
        let (chain, key) = (folder + "/development.pem", folder + "/development.key")
        if let end = end(of: chain), end > now.addingTimeInterval(7 * 86400), FileManager.default.fileExists(atPath: key) {
            return (chain, key)
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let secret = P256.Signing.PrivateKey()
            let name = try DistinguishedName { CommonName("Keshik development") }
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(secret.publicKey),
                notValidBefore: now.addingTimeInterval(-3600), notValidAfter: now.addingTimeInterval(365 * 86400), issuer: name,
                subject: name, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([.serverAuth])
                    SubjectAlternativeNames([
                        .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                        .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
                    ])
                }, issuerPrivateKey: .init(secret))
            guard
                FileManager.default.createFile(
                    atPath: key, contents: Data(secret.pemRepresentation.utf8), attributes: [.posixPermissions: 0o600])
            else { throw CertificateError.unmade("\(key) cannot be written") }
            try certificate.serializeAsPEM().pemString.write(toFile: chain, atomically: true, encoding: .utf8)
        } catch let error as CertificateError {
            throw error
        } catch {
            throw .unmade("\(error)")
        }
        return (chain, key)
    }
}
