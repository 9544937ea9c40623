internal import Events

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension RegisterImport {
    /// Puts the network database that the profile names into the data folder's `geo`, whole or not at all.
    ///
    /// - Returns: where it lies now; nil where the profile names none.
    /// - Throws: ``NetworkDatabaseError`` where the file is no MMDB, ``Failure`` where it cannot be copied.
    public func installNetworks(in dataFolder: String) throws -> String? {
        guard let name = profile?.networks, let profilePath else { return nil }
        let beside = profilePath.split(separator: "/", omittingEmptySubsequences: false).dropLast() + [name[...]]
        let source = name.hasPrefix("/") ? name : beside.joined(separator: "/")
        _ = try NetworkDatabaseFile(path: source)
        let folder = dataFolder + "/geo"
        // Only what ends so is looked at.
        let file = name.split(separator: "/").last.map(String.init) ?? "networks"
        let target = folder + "/" + (file.hasSuffix(".mmdb") ? file : file + ".mmdb")
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Written beside and renamed: whoever has the old file mapped keeps it whole.
            try Data(contentsOf: URL(fileURLWithPath: source)).write(to: URL(fileURLWithPath: target), options: .atomic)
        } catch {
            throw Failure.unreadable(path: source, reason: "\(source): cannot be copied to \(target): \(error)")
        }
        return target
    }
}
