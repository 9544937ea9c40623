import ArgumentParser

/// Security advisories in the Common Security Advisory Framework.
struct CSAFCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "csaf", abstract: "Security advisories in CSAF 2.0 and 2.1: test, start, convert, check providers, gather from them.",
        discussion: """
            EXAMPLES:
              keshik csaf validate advisory.json
              keshik csaf validate --preset basic --json advisories/
              keshik csaf cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H
              keshik csaf new --id AZ-CERT-2026-0001 --title "Router can be taken over" > draft.json
              keshik csaf convert CVE-2024-0001.json > draft.json
              keshik csaf validate https://cert.example.org/.well-known/csaf/provider-metadata.json
              keshik csaf check cert.example.org
              keshik csaf mirror --help

            docs/csaf.md lists the tests.
            """,
        subcommands: [
            CSAFValidateCommand.self, CSAFTestsCommand.self, CSAFCVSSCommand.self, CSAFNewCommand.self, CSAFConvertCommand.self,
            CSAFCheckCommand.self, CSAFMirrorCommand.self,
        ])
}
