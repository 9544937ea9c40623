public import Centre

extension Reporting: FrontPart {
    /// The way to the form, and back to a report: what somebody in trouble looks for first.
    public func frontSection(_ request: WebRequest) async throws -> FrontSection? {
        let words = request.words
        var section = FrontSection(words["reporting.start.title"], lead: words["reporting.start.lead"])
        section.actions = [
            Parts.Action(words["reporting.navigation.report"], href: "/report", icon: "report", isPrimary: true),
            Parts.Action(words["reporting.start.mailbox"], href: "/report/mailbox", icon: "conversation"),
        ]
        return section
    }
}
