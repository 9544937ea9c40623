import Advisories
import ArgumentParser
import Foundation

struct SiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "The public site: advisories, warnings, feeds, CSAF.", subcommands: [Export.self])

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Copy the public site of a running centre into a folder that any web server can serve.",
            discussion: """
                Pages stand under /az/, /en/ and so on, feeds and the CSAF tree where they are on the site. What only the centre can do, such as
                subscribing, leads to the centre. A second copy into the same folder brings it up to date.

                EXAMPLE:
                  keshik site export /srv/mirror --from https://www.cert.example
                  keshik site export mirror --from https://cert.internal:8443 --authority /etc/ssl/our-authority.pem
                """)

        @Argument(help: "The folder to write to; made where it is missing.", completion: .directory) var folder: String
        @Option(name: .long, help: ArgumentHelp("The address of the public face.", valueName: "url")) var from = "https://127.0.0.1:8443"
        @Option(name: .long, help: ArgumentHelp("Languages, the first first.", valueName: "codes")) var languages = "az,en,ru"
        @Option(name: .long, help: ArgumentHelp("Certificates (PEM) that the site's may be signed by.", valueName: "file"))
        var authority: String?

        func validate() throws {
            guard from.hasPrefix("https://") || from.hasPrefix("http://") else {
                throw ValidationError("--from takes an address, https://…")
            }
            if languages.split(separator: ",").isEmpty { throw ValidationError("--languages takes codes such as az,en,ru") }
        }

        func run() async throws {
            let count = try await SiteMirror(
                site: from, folder: folder, languages: languages.split(separator: ",").map(String.init), authority: authority
            ).run()
            print("\(count) files in \(folder)")
        }
    }
}
