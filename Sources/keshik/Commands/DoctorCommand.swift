import ArgumentParser
import Centre
import Constituency
import EventStore
import Foundation
import Logging
import Vocabulary

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything the centre needs, and say how to mend what is not well.",
        discussion: """
            EXIT STATUS: 0 all is well, 2 somebody should look, 1 something is broken.

            EXAMPLES:
              keshik doctor
              keshik doctor --json --data /var/lib/keshik
            """)
    @Flag(name: .long, help: "Print only what is not well.") var quiet = false
    @OptionGroup var data: DataOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await data.settings()
        let examination = Examination(settings: settings)
        let findings = await examination.findings()
        for finding in findings {
            if output.json {
                print(
                    JSONText.object([
                        ("part", .text(finding.part)), ("state", .text(finding.word)), ("what", .text(finding.text)),
                        ("remedy", JSONText(finding.remedy)),
                    ]).line)
            } else if !quiet || !finding.isWell {
                let mark =
                    finding.isWell ? Terminal.green("well   ") : finding.isBroken ? Terminal.red("broken ") : Terminal.yellow("look   ")
                print("\(mark) \(finding.part): \(finding.text)")
                if let remedy = finding.remedy { print("        → \(remedy)") }
            }
        }
        if findings.contains(where: \.isBroken) { throw Exit.failed }
        if findings.contains(where: { !$0.isWell }) { throw Exit.withMistakes }
    }
}

/// What `keshik doctor` asks.
struct Examination {
    struct Finding {
        let part: String
        let state: HealthCheck.State

        var isWell: Bool { if case .well = state { true } else { false } }
        var isBroken: Bool { if case .broken = state { true } else { false } }
        var word: String { isWell ? "well" : isBroken ? "broken" : "warning" }
        var text: String {
            switch state {
            case .well(let text), .warning(let text, _), .broken(let text, _): text
            }
        }
        var remedy: String? {
            switch state {
            case .well: nil
            case .warning(_, let remedy), .broken(_, let remedy): remedy
            }
        }
    }

    let settings: Settings

    func findings() async -> [Finding] {
        var findings = [
            Finding(part: "data folder", state: dataFolder()), Finding(part: "disk", state: disk()),
            Finding(part: "time zone", state: zone()), Finding(part: "key of the secrets", state: key()),
        ]
        findings += faces()
        let records = records()
        findings.append(Finding(part: "records", state: records.state))
        findings.append(Finding(part: "events", state: store()))
        findings.append(Finding(part: "register", state: register()))
        if records.canBeOpened {
            var logger = Logger(label: "doctor")
            logger.logLevel = .critical
            do {
                let composition = try await Composition(settings, logger: logger)
                // The picture is drawn by a running centre, whose page of health tells of it; the records were looked at above.
                let elsewhere: Set = ["observation-picture", "observation-feeds", "records"]
                for check in composition.centre.capabilities.flatMap(\.health) where !elsewhere.contains(check.name) {
                    findings.append(Finding(part: check.name, state: await check.ask()))
                }
            } catch {
                findings.append(Finding(part: "centre", state: .broken("\(error)", remedy: "mend what the message names")))
            }
        }
        return findings
    }

    private func dataFolder() -> HealthCheck.State {
        let path = settings.data
        guard FileManager.default.fileExists(atPath: path) else {
            return .warning(
                "\(path) is not there", remedy: "the first `keshik serve` or `keshik ingest` makes it; or name another with --data")
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            return .broken(
                "\(path) may not be written by this user", remedy: "run as the user it belongs to, or give it: chown -R keshik \(path)")
        }
        return .well(path)
    }

    private func disk() -> HealthCheck.State {
        guard let free = (try? FileManager.default.attributesOfFileSystem(forPath: settings.data))?[.systemFreeSize] as? NSNumber else {
            return .warning("free space cannot be told", remedy: "look with df")
        }
        let text = "\(bytes(free.int64Value)) free"
        switch free.int64Value {
        case ..<(256 << 20): return .broken(text, remedy: "free space, or let old events go: keshik store expire")
        case ..<(2 << 30): return .warning(text, remedy: "free space, or let old events go: keshik store expire")
        default: return .well(text)
        }
    }

    private func zone() -> HealthCheck.State {
        Zone(settings.centre.zone) == nil
            ? .broken("there is no time zone \(settings.centre.zone)", remedy: "mend `centre.time-zone`, or install the package tzdata")
            : .well(settings.centre.zone)
    }

    private func key() -> HealthCheck.State {
        let source = KeySource.find(data: settings.data, environment: ProcessInfo.processInfo.environment)
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: source.path) else {
            return .well("not there yet; the first start makes \(source.path)")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            return .broken(
                "\(source.path) can be read by others", remedy: "chmod 600 \(source.path), then change every password kept in secrets")
        }
        return .well(source.path)
    }

    private func faces() -> [Finding] {
        settings.centre.faces.sorted { $0.key.rawValue < $1.key.rawValue }.map { face, given in
            Finding(part: "\(face.rawValue) face", state: self.face(given))
        }
    }

    private func face(_ given: CentreConfiguration.Listening) -> HealthCheck.State {
        guard given.protection != "off" else { return .well("switched off") }
        guard let address = ListenAddress(given.listen) else {
            return .broken("\(given.listen) is no address with a port", remedy: "write it as 127.0.0.1:8443")
        }
        let isLoopback = address.host == "localhost" || address.host == "::1" || address.host.hasPrefix("127.")
        switch given.protection {
        case "certificate":
            guard let chain = given.certificate, let key = given.key else {
                return .broken("no certificate is named", remedy: "set `certificate` and `key` of the face to PEM files")
            }
            do {
                guard let end = try CertificateFiles.end(chain: chain, key: key) else { return .well("\(address), \(chain)") }
                let days = (end.seconds - Settings.now().seconds) / 86_400
                if days < 0 { return .broken("the certificate \(chain) has ended", remedy: "renew it; the new files are used at once") }
                if days < 14 {
                    return .warning("the certificate \(chain) ends in \(days) days", remedy: "renew it; the new files are used at once")
                }
                return .well("\(address), the certificate is good for \(days) days")
            } catch {
                return .broken("\(error)", remedy: "give chain and key in PEM, readable by this user")
            }
        case "proxy":
            return isLoopback || !settings.centre.proxies.isEmpty
                ? .well("\(address), behind a proxy")
                : .warning(
                    "\(address) is served without TLS and no proxy is named",
                    remedy: "listen on the loopback only, or name the proxies under `proxies`")
        default:
            return isLoopback
                ? .well("\(address), with a certificate for this machine alone")
                : .warning("\(address) is open to others with a development certificate", remedy: "set `protection: certificate`")
        }
    }

    private func records() -> (state: HealthCheck.State, canBeOpened: Bool) {
        guard FileManager.default.fileExists(atPath: settings.data + "/records.sqlite") else {
            return (.well("not there yet; the first `keshik serve` makes them"), false)
        }
        do {
            let check = try Records.check(data: settings.data, migrations: Composition.migrations)
            if check.isSound { return (.well(check.path), true) }
            let text = check.mistakes.map(\.description).joined(separator: "; ")
            return (.broken(text, remedy: "keshik db restore with the newest file of \(settings.data)/backups"), false)
        } catch {
            return (.broken("\(error)", remedy: "keshik db check"), false)
        }
    }

    private func store() -> HealthCheck.State {
        guard FileManager.default.fileExists(atPath: settings.storePath) else {
            return .well("not there yet; the first ingest makes them")
        }
        do {
            let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
            defer { try? store.close() }
            let statistics = try store.statistics()
            return .well("\(grouped(Int64(statistics.events))) events in \(grouped(Int64(statistics.segments))) segments")
        } catch {
            return .broken("\(error)", remedy: "keshik store verify")
        }
    }

    private func register() -> HealthCheck.State {
        do {
            guard let owners = try Register.openIfPresent(settings.registerPath)?.owners(), !owners.isEmpty else {
                return .warning("it is empty: nobody can be told", remedy: "keshik owners import FILE")
            }
            let mute = owners.filter { $0.contacts.allSatisfy { $0.email == nil } }.count
            let text = "\(grouped(Int64(owners.count))) owners"
            return mute == 0
                ? .well(text)
                : .warning("\(text), \(grouped(Int64(mute))) without an address to write to", remedy: "the page of owners lists them")
        } catch {
            return .broken("\(error)", remedy: "put a backup in its place")
        }
    }
}
