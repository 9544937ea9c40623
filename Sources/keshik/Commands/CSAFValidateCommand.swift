import ArgumentParser
import CSAF
import CSAFWeb
import FoundationEssentials

struct CSAFValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Test documents against the standard.",
        discussion: """
            Folders are walked; files in them that end with .json are tested, but for a provider's metadata and feeds. The version is the one a
            document names.

            An https address is fetched: a document, or provider-metadata.json, whose provider is then walked: every document that its feeds and
            directories list. A domain is looked up as a reader would. Documents of restricted labels that the server keeps are passed over.

            With --json one line a document: file, version, schema_valid, valid, tests (id, kind, errors, warnings, infos with path and
            message; only tests that have something to say), or file and error where it cannot be read. Schema errors stand as test "schema".

            EXIT STATUS:
              0   every document is valid
              1   a file or address could not be read, or a limit was reached
              2   a document is not valid
            """)

    @Argument(help: "Files, folders, https addresses and domains.", completion: .file()) var paths: [String]
    @Option(help: ArgumentHelp("Which tests: basic, extended, full or another set of the standard.", valueName: "name")) var preset = "full"
    @Option(help: ArgumentHelp("A folder with schemas and metadata of CSAF extensions.", valueName: "folder"), completion: .directory)
    var extensions: String?
    @Option(help: .hidden) var measure: Int?
    @OptionGroup var web: CSAFWebOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard Preset(preset) != nil else {
            throw ValidationError("there is no set of tests “\(preset)”; there are \(Preset.all.map(\.name).joined(separator: ", "))")
        }
    }

    func run() async throws {
        var validator = CSAFValidator(preset: Preset(preset) ?? .full)
        if let extensions { validator.context.extensions = try CSAFFiles.extensions(in: extensions) }
        var (invalid, unread, count) = (0, 0, 0)
        func take(_ bytes: [UInt8], _ name: String) {
            do throws(JSONError) {
                let report = try validator.validate(bytes)
                if !report.isValid { invalid += 1 }
                if output.json { print(CSAFReport(report, file: name).line) } else { show(report, name) }
            } catch {
                invalid += 1
                show(error: "\(error)", name)
            }
        }
        let addresses = paths.filter(CSAFWebOptions.isOfWeb)
        for path in try CSAFFiles.documents(paths.filter { !CSAFWebOptions.isOfWeb($0) }) {
            count += 1
            guard let data = FileManager.default.contents(atPath: path) else {
                unread += 1
                show(error: "the file cannot be read", path)
                continue
            }
            guard let measure else {
                take([UInt8](data), path)
                continue
            }
            do throws(JSONError) { try time(path, [UInt8](data), validator, rounds: measure) } catch {
                invalid += 1
                show(error: "\(error)", path)
            }
        }
        if !addresses.isEmpty {
            try await web.withReader { reader in
                for address in addresses {
                    do {
                        for try await document in WebDocuments(address, reader: reader) {
                            count += 1
                            switch document.content {
                            case .success(let bytes): take(bytes, document.address)
                            case .failure(let error):
                                unread += 1
                                show(error: "\(error)", document.address)
                            }
                        }
                    } catch {
                        count += 1
                        unread += 1
                        show(error: "\(error)", address)
                    }
                }
            }
        }
        if count == 0 { Terminal.note("there is no .json file to test") }
        if !output.json, count > 1 { print("\(count) documents, \(count - invalid - unread) valid") }
        if unread > 0 { throw Exit.failed }
        if invalid > 0 { throw Exit.withMistakes }
    }

    /// Tells how long a document takes, warm: the median of several rounds. For benchmarks.
    private func time(_ path: String, _ bytes: [UInt8], _ validator: CSAFValidator, rounds: Int) throws(JSONError) {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0...max(rounds, 1) {
            let start = clock.now
            _ = try validator.validate(bytes)
            times.append(clock.now - start)
        }
        // The first round warms up.
        let median = times.dropFirst().sorted()[(times.count - 1) / 2]
        let microseconds = Double(median.components.attoseconds) / 1e12 + Double(median.components.seconds) * 1e6
        print(JSONText.object([("file", .text(path)), ("bytes", JSONText(bytes.count)), ("microseconds", .real(microseconds))]).line)
    }

    private func show(error: String, _ path: String) {
        if output.json {
            print(JSONText.object([("file", .text(path)), ("error", .text(error)), ("valid", .flag(false))]).line)
        } else {
            print("\(path): \(Terminal.red("not readable")): \(error)")
        }
    }

    private func show(_ report: ValidationReport, _ path: String) {
        let verdict = report.isValid ? Terminal.green("valid") : Terminal.red("not valid")
        print("\(Terminal.bold(path)): CSAF \(report.version.rawValue), \(verdict)")
        if !report.isVersionKnown { print("  the document names no version of CSAF; it was tested as \(report.version.rawValue)") }
        for finding in report.schemaProblems { print("  \(Terminal.red("schema")) \(place(finding)) \(finding.message)") }
        for test in report.tests {
            for finding in test.errors { print("  \(Terminal.red(test.rule.id)) \(place(finding)) \(finding.message)") }
            for finding in test.warnings { print("  \(Terminal.yellow(test.rule.id)) \(place(finding)) \(finding.message)") }
            for finding in test.infos { print("  \(test.rule.id) \(place(finding)) \(finding.message)") }
            let told = test.errors.count + test.warnings.count + test.infos.count
            if test.failureCount > told { print("  \(test.rule.id) and \(test.failureCount - told) more") }
        }
    }

    private func place(_ finding: Finding) -> String { Terminal.dim(finding.path.isEmpty ? "/" : finding.path) }
}

/// A report as the command writes it for machines.
struct CSAFReport {
    private let report: ValidationReport
    private let file: String

    init(_ report: ValidationReport, file: String) {
        self.report = report
        self.file = file
    }

    var line: String {
        var tests: [JSONDraft] = []
        if !report.schemaProblems.isEmpty {
            tests.append(test("schema", "schema", errors: report.schemaProblems, warnings: [], infos: []))
        }
        for result in report.tests where !(result.errors.isEmpty && result.warnings.isEmpty && result.infos.isEmpty) {
            tests.append(test(result.rule.id, result.kind, errors: result.errors, warnings: result.warnings, infos: result.infos))
        }
        let draft: JSONDraft = [
            "file": .text(file), "version": .text(report.version.rawValue), "schema_valid": .flag(report.isSchemaValid),
            "valid": .flag(report.isValid), "tests": .list(tests),
        ]
        return draft.encoded(indented: false)
    }

    private func test(_ id: String, _ kind: String, errors: [Finding], warnings: [Finding], infos: [Finding]) -> JSONDraft {
        func list(_ findings: [Finding]) -> JSONDraft {
            .list(findings.map { ["path": .text($0.path), "message": .text($0.message)] })
        }
        return ["id": .text(id), "kind": .text(kind), "errors": list(errors), "warnings": list(warnings), "infos": list(infos)]
    }
}

/// Files the commands for CSAF read.
enum CSAFFiles {
    /// Files that are named, and those below folders that end with `.json`, in the order of their names.
    static func documents(_ paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ValidationError("\(path) does not exist; name a file or a folder")
            }
            return isFolder ? below(path) : [path]
        }
    }

    private static func below(_ folder: String) -> [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.flatMap { name -> [String] in
            let path = folder + "/" + name
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            return isFolder ? below(path) : name.hasSuffix(".json") && !isOfProvider(name) ? [path] : []
        }
    }

    /// Documents of providers that lie beside advisories; they are tested where they are named.
    private static func isOfProvider(_ name: String) -> Bool {
        ["provider-metadata.json", "aggregator.json", "service.json"].contains(name) || name.hasPrefix("feed-tlp-")
            || name.hasPrefix("category-")
    }

    /// The bytes of a file.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path) cannot be read; name a file that exists")
        }
        return [UInt8](data)
    }

    /// The extensions whose schemas lie in a folder, with the metadata that belongs to them.
    static func extensions(in folder: String) throws -> ExtensionRegister {
        let trees = try documents([folder]).compactMap { try? JSONTree(bytes($0)) }
        var register = ExtensionRegister()
        for tree in trees {
            let id = tree.root["$id"]?.text
            let metadata = trees.first { $0.root["extension_schema"]?.text == id && id != nil }
            if let package = try? ExtensionPackage(schema: tree, metadata: metadata) { register.add(package) }
        }
        return register
    }
}
