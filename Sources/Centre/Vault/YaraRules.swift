internal import CYara
internal import Foundation

/// YARA rules, compiled from the files of a folder (`*.yar`, `*.yara`). Each file is a namespace of its own. A rule file cannot include others.
final class YaraRules {
    /// Bytes of a file that are looked at.
    static let limit = 64 << 20
    private static let patience: Int32 = 60

    private let rules: UnsafeMutablePointer<YR_RULES>

    /// Paths of the rule files, sorted.
    static func paths(in folder: String) -> [String] {
        FileActions.names(in: folder).filter { $0.hasSuffix(".yar") || $0.hasSuffix(".yara") }.map { folder + "/" + $0 }
    }

    /// - Throws: ``VaultError/rules(reason:)`` with file and line of what is wrong.
    init(folder: String) throws {
        // Counted by the library: each beginning has its end.
        guard yr_initialize() == ERROR_SUCCESS else { throw VaultError.rules(reason: "libyara cannot be started") }
        do {
            rules = try Self.compiled(folder)
        } catch {
            yr_finalize()
            throw error
        }
    }

    deinit {
        yr_rules_destroy(rules)
        yr_finalize()
    }

    /// Names of the rules that match, in their order.
    func matches(_ bytes: [UInt8]) throws -> [String] {
        let found = Found()
        let code = bytes.withUnsafeBufferPointer { buffer in
            yr_rules_scan_mem(
                rules, buffer.baseAddress, buffer.count, 0,
                { _, message, data, context in
                    if message == CALLBACK_MSG_RULE_MATCHING, let data, let context,
                        let name = keshik_yara_name(data.assumingMemoryBound(to: YR_RULE.self))
                    {
                        Unmanaged<Found>.fromOpaque(context).takeUnretainedValue().names.append(String(cString: name))
                    }
                    return CALLBACK_CONTINUE
                }, Unmanaged.passUnretained(found).toOpaque(), Self.patience)
        }
        guard code == ERROR_SUCCESS else {
            throw VaultError.rules(
                reason: code == ERROR_SCAN_TIMEOUT ? "a rule took longer than \(Self.patience) s" : "libyara says \(code)")
        }
        return found.names
    }

    private final class Found { var names: [String] = [] }
    private final class Mistakes { var texts: [String] = [] }

    private static func compiled(_ folder: String) throws -> UnsafeMutablePointer<YR_RULES> {
        var made: UnsafeMutablePointer<YR_COMPILER>?
        guard yr_compiler_create(&made) == ERROR_SUCCESS, let compiler = made else {
            throw VaultError.rules(reason: "libyara has no memory")
        }
        defer { yr_compiler_destroy(compiler) }
        keshik_yara_forbid_includes(compiler)
        let mistakes = Mistakes()
        yr_compiler_set_callback(
            compiler,
            { level, file, line, _, message, context in
                guard level == YARA_ERROR_LEVEL_ERROR, let message, let context else { return }
                let name = file.map { String(cString: $0) } ?? ""
                Unmanaged<Mistakes>.fromOpaque(context).takeUnretainedValue().texts.append(
                    "\(name):\(line): \(String(cString: message))")
            }, Unmanaged.passUnretained(mistakes).toOpaque())
        for path in paths(in: folder) {
            guard let file = fopen(path, "r") else { throw VaultError.rules(reason: "\(path) cannot be read") }
            defer { fclose(file) }
            let namespace = String(path.split(separator: "/").last ?? "rules")
            guard yr_compiler_add_file(compiler, file, namespace, path) == 0 else {
                throw VaultError.rules(reason: mistakes.texts.first ?? path)
            }
        }
        var compiled: UnsafeMutablePointer<YR_RULES>?
        guard yr_compiler_get_rules(compiler, &compiled) == ERROR_SUCCESS, let compiled else {
            throw VaultError.rules(reason: mistakes.texts.first ?? "they cannot be compiled")
        }
        return compiled
    }
}
