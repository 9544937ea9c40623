/// Who may do what in the whole centre, listed once more by hand, so that nothing opens by mistake. ``RouteAccessTests`` compares it with
/// what the program does, and says which line is missing when a permission or an address is added.
enum AccessTable {
    /// A permission and the roles that have it; none for what programs alone may.
    static let permissions = """
        advisories.approve       duty-officer editor
        advisories.read          viewer analyst duty-officer editor administrator auditor
        advisories.restricted    duty-officer editor
        advisories.sources       editor administrator
        advisories.write         analyst duty-officer editor
        cases.duty               duty-officer administrator
        cases.export             analyst duty-officer
        cases.read               analyst duty-officer auditor
        cases.work               analyst duty-officer
        constituency.edit        analyst duty-officer administrator
        constituency.import      duty-officer administrator
        constituency.read        viewer analyst duty-officer editor administrator auditor
        correspondence.read      analyst duty-officer editor administrator
        identity.accounts        administrator
        identity.audit           administrator auditor
        identity.four-eyes       duty-officer administrator auditor
        identity.tokens          administrator
        notices.answer           analyst duty-officer
        notices.approve          duty-officer
        notices.read             viewer analyst duty-officer editor administrator auditor
        notices.rules            duty-officer administrator
        observation.collect      analyst administrator
        observation.decide       analyst duty-officer
        observation.export       analyst duty-officer auditor
        observation.own
        observation.read         viewer analyst duty-officer editor administrator auditor
        operation.approve        duty-officer administrator
        operation.metrics
        operation.read           duty-officer administrator auditor
        operation.run            administrator
        referrals.approve        duty-officer
        referrals.read           analyst duty-officer auditor
        referrals.write          analyst duty-officer
        reporting.figures        viewer analyst duty-officer editor administrator auditor
        reporting.files          analyst duty-officer
        reporting.law.cyber
        reporting.law.personal-data
        reporting.notify
        reporting.read           analyst duty-officer
        reporting.unseal         duty-officer
        reporting.work           analyst duty-officer
        transparency.read        administrator auditor
        """

    /// Face, verb, address, and who: `anyone`, `signed-in` (every person of that face), `owner` (of whom then only what is their own is
    /// shown), a permission, or `token` and a permission for programs.
    static let routes = """
        public GET / anyone
        public GET /.well-known/csaf anyone
        public GET /.well-known/csaf/** anyone
        public GET /.well-known/openpgpkey.asc anyone
        public GET /.well-known/security.txt anyone
        public GET /advisories anyone
        public GET /advisories/:tracking anyone
        public GET /advisories/:tracking/advisory.pdf anyone
        public GET /embed/:file anyone
        public GET /feeds/:language/:sector/:file anyone
        public GET /healthz anyone
        public GET /readyz anyone
        public GET /rfc2350 anyone
        public GET /robots.txt anyone
        public GET /transparency anyone
        public GET /transparency/checkpoint anyone
        public GET /transparency/consistency anyone
        public GET /transparency/entries.jsonl anyone
        public GET /transparency/proof/:entry anyone
        public GET /transparency/statement.json anyone
        public GET /transparency/statement.txt anyone
        public GET /transparency/verifier anyone
        public GET /sitemap.txt anyone
        public GET /subscribe anyone
        public POST /subscribe anyone
        public GET /subscribe/confirm/:token anyone
        public POST /subscribe/confirm/:token anyone
        public GET /unsubscribe/:token anyone
        public POST /unsubscribe/:token anyone
        public GET /warnings anyone
        public GET /warnings/:tracking anyone
        public GET /warnings/:tracking/card.svg anyone
        public GET /report anyone
        public GET /report/care/:path anyone
        public POST /report/details anyone
        public POST /report anyone
        public POST /report/receipt.json anyone
        public GET /report/keys.json anyone
        public GET /report/mailbox anyone
        public POST /report/mailbox anyone
        public POST /report/mailbox/words anyone
        public GET /api/v1/schemas/incident.json anyone
        desk GET / observation.read
        desk GET /account signed-in
        desk POST /account/language signed-in
        desk GET /account/password signed-in
        desk POST /account/password signed-in
        desk GET /account/recovery-codes signed-in
        desk POST /account/recovery-codes signed-in
        desk GET /account/second-factor signed-in
        desk POST /account/second-factor signed-in
        desk POST /account/sessions/end-others signed-in
        desk POST /account/sessions/:name/end signed-in
        desk GET /accounts identity.accounts
        desk POST /accounts identity.accounts
        desk GET /accounts/new identity.accounts
        desk GET /accounts/:id identity.accounts
        desk POST /accounts/:id/end-sessions identity.accounts
        desk POST /accounts/:id/lock identity.accounts
        desk POST /accounts/:id/reset identity.accounts
        desk POST /accounts/:id/roles identity.accounts
        desk POST /accounts/:id/second-factor/remove identity.accounts
        desk POST /accounts/:id/unlock identity.accounts
        desk GET /advisories advisories.read
        desk GET /advisories/:id advisories.read
        desk POST /advisories/:id/approve advisories.approve
        desk POST /advisories/:id/discard advisories.write
        desk GET /advisories/:id/here advisories.read
        desk GET /advisories/:id/history advisories.read
        desk GET /advisories/:id/preview advisories.read
        desk GET /advisories/:id/products advisories.read
        desk POST /advisories/:id/products advisories.write
        desk POST /advisories/:id/products/remove advisories.write
        desk GET /advisories/:id/rating advisories.read
        desk POST /advisories/:id/rating advisories.write
        desk POST /advisories/:id/return advisories.write
        desk POST /advisories/:id/submit advisories.write
        desk GET /advisories/:id/texts advisories.read
        desk POST /advisories/:id/texts advisories.write
        desk GET /advisories/:id/vulnerabilities advisories.read
        desk GET /advisories/:id/vulnerabilities/:one advisories.read
        desk POST /advisories/:id/vulnerabilities/:one advisories.write
        desk POST /advisories/:id/vulnerabilities/:one/remove advisories.write
        desk POST /advisories/:id/withdraw advisories.write
        desk GET /advisories/new advisories.write
        desk POST /advisories/new advisories.write
        desk GET /advisories/news advisories.read
        desk GET /advisories/news/:cluster advisories.read
        desk POST /advisories/news/:cluster/dismiss advisories.write
        desk POST /advisories/news/:cluster/draft advisories.write
        desk GET /advisories/products advisories.read
        desk GET /advisories/sources advisories.read
        desk POST /advisories/sources advisories.sources
        desk POST /advisories/sources/:source/remove advisories.sources
        desk POST /advisories/sources/gather advisories.sources
        desk GET /audit identity.audit
        desk GET /audit.csv identity.audit
        desk GET /collect observation.read
        desk GET /collect/new/:kind observation.collect
        desk POST /collect/new/:kind observation.collect
        desk POST /collect/upload observation.collect
        desk GET /collect/:id observation.read
        desk GET /collect/:id/edit observation.collect
        desk POST /collect/:id/edit observation.collect
        desk POST /collect/:id/remove observation.collect
        desk POST /collect/:id/run observation.collect
        desk GET /deliveries operation.read
        desk GET /deliveries/:id operation.read
        desk POST /deliveries/:id/again operation.approve
        desk POST /deliveries/:id/approve operation.approve
        desk POST /deliveries/:id/confirm operation.approve
        desk POST /deliveries/:id/withdraw operation.approve
        desk GET /law-requests referrals.read
        desk POST /law-requests referrals.write
        desk GET /law-requests/:id referrals.read
        desk POST /law-requests/:id/answer referrals.write
        desk POST /law-requests/:id/approve referrals.approve
        desk POST /law-requests/:id/call-off referrals.write
        desk POST /law-requests/:id/check referrals.write
        desk POST /law-requests/:id/refuse referrals.write
        desk GET /ledger transparency.read
        desk POST /ledger/check transparency.read
        desk GET /ledger/:number transparency.read
        desk GET /ledger/:number/proof transparency.read
        desk GET /preservations referrals.read
        desk POST /preservations referrals.write
        desk GET /referrals referrals.read
        desk POST /referrals referrals.write
        desk GET /referrals/:id referrals.read
        desk POST /referrals/:id referrals.write
        desk POST /referrals/:id/approve referrals.approve
        desk POST /referrals/:id/choice referrals.write
        desk POST /referrals/:id/file referrals.write
        desk POST /referrals/:id/later referrals.write
        desk POST /referrals/:id/receipt referrals.write
        desk POST /referrals/:id/seal referrals.write
        desk POST /referrals/:id/take referrals.write
        desk POST /referrals/:id/text referrals.write
        desk POST /referrals/:id/unseal referrals.write
        desk POST /referrals/:id/withdraw referrals.write
        desk GET /events observation.read
        desk GET /events/complete observation.read
        desk GET /events/export/:format observation.export
        desk GET /feeds observation.read
        desk GET /feeds/definition observation.collect
        desk POST /feeds/definition observation.collect
        desk GET /feeds/:provider/:feed observation.read
        desk POST /feeds/:provider/:feed/retry observation.decide
        desk GET /findings observation.read
        desk GET /findings/complete observation.read
        desk POST /findings/decide observation.decide
        desk GET /findings/export/:format observation.export
        desk GET /findings/:id observation.read
        desk POST /findings/:id/decide observation.decide
        desk GET /four-eyes identity.four-eyes
        desk POST /four-eyes/:id/confirm identity.four-eyes
        desk POST /four-eyes/:id/refuse identity.four-eyes
        desk GET /health operation.read
        desk GET /healthz anyone
        desk GET /jobs operation.read
        desk GET /jobs/:kind operation.read
        desk POST /jobs/:kind/again operation.run
        desk POST /jobs/:kind/discard operation.run
        desk POST /jobs/:kind/pause operation.run
        desk POST /jobs/:kind/resume operation.run
        desk POST /jobs/:kind/run operation.run
        desk GET /live/overview observation.read
        desk GET /mail correspondence.read
        desk GET /mail/:name correspondence.read
        desk GET /mail/:name/raw correspondence.read
        desk GET /notices notices.read
        desk POST /notices/decide notices.approve
        desk GET /notices/figures notices.read
        desk GET /notices/findings/:finding notices.read
        desk GET /notices/recommendations notices.read
        desk GET /notices/recommendations/:topic notices.read
        desk GET /notices/rules notices.read
        desk GET /notices/rules/new notices.rules
        desk POST /notices/rules/new notices.rules
        desk GET /notices/rules/preview notices.read
        desk GET /notices/rules/replay notices.read
        desk GET /notices/rules/:rule notices.read
        desk POST /notices/rules/:rule notices.rules
        desk POST /notices/rules/:rule/approve notices.approve
        desk POST /notices/rules/:rule/move notices.rules
        desk POST /notices/rules/:rule/remove notices.rules
        desk GET /notices/suppressions notices.read
        desk POST /notices/suppressions notices.rules
        desk POST /notices/suppressions/:id/end notices.rules
        desk GET /notices/webhooks/:owner notices.read
        desk POST /notices/webhooks/:owner notices.rules
        desk POST /notices/webhooks/:owner/remove notices.rules
        desk GET /notices/:id notices.read
        desk POST /notices/:id/approve notices.approve
        desk POST /notices/:id/reply notices.answer
        desk POST /notices/:id/withdraw notices.approve
        desk GET /observed observation.read
        desk GET /observed/asn/:id observation.read
        desk GET /observed/domain/:id observation.read
        desk GET /observed/ip/:id observation.read
        desk GET /observed/owner/:id observation.read
        desk GET /observed/prefix/:id/:length observation.read
        desk GET /owners constituency.read
        desk GET /owners/add constituency.edit
        desk POST /owners/add constituency.edit
        desk GET /owners/conflicts constituency.read
        desk POST /owners/conflicts/prefer constituency.edit
        desk POST /owners/conflicts/take constituency.edit
        desk GET /owners/coverage constituency.read
        desk GET /owners/export/:format constituency.read
        desk GET /owners/import constituency.import
        desk POST /owners/import constituency.import
        desk GET /owners/import/:draft constituency.import
        desk POST /owners/import/:draft constituency.import
        desk POST /owners/import/:draft/cancel constituency.import
        desk GET /owners/lookup constituency.read
        desk GET /owners/proposals constituency.read
        desk POST /owners/proposals/:id/accept constituency.edit
        desk POST /owners/proposals/:id/refuse constituency.edit
        desk GET /owners/verification constituency.read
        desk POST /owners/verification constituency.edit
        desk GET /owners/verification/:round constituency.read
        desk POST /owners/verification/:round/drop constituency.edit
        desk POST /owners/verification/:round/send constituency.edit
        desk GET /owners/:id constituency.read
        desk GET /owners/:id/agreements/add constituency.edit
        desk POST /owners/:id/agreements/add constituency.edit
        desk POST /owners/:id/agreements/remove constituency.edit
        desk GET /owners/:id/contacts/add constituency.edit
        desk POST /owners/:id/contacts/add constituency.edit
        desk GET /owners/:id/contacts/:contact constituency.edit
        desk POST /owners/:id/contacts/:contact constituency.edit
        desk POST /owners/:id/contacts/:contact/first constituency.edit
        desk POST /owners/:id/contacts/:contact/remove constituency.edit
        desk POST /owners/:id/contacts/:contact/verified constituency.edit
        desk GET /owners/:id/edit constituency.edit
        desk POST /owners/:id/edit constituency.edit
        desk GET /owners/:id/remove constituency.edit
        desk POST /owners/:id/remove constituency.edit
        desk GET /readyz anyone
        desk GET /sign-in anyone
        desk POST /sign-in anyone
        desk GET /sign-in/provider anyone
        desk GET /sign-in/provider/answer anyone
        desk POST /sign-in/code anyone
        desk GET /sign-in/with/:key anyone
        desk POST /sign-in/with/:key anyone
        desk POST /sign-out anyone
        desk GET /tokens identity.tokens
        desk POST /tokens identity.tokens
        desk POST /tokens/:id/revoke identity.tokens
        desk GET /cases cases.read
        desk GET /cases/new cases.work
        desk POST /cases/new cases.work
        desk POST /cases/bulk cases.work
        desk POST /cases/views cases.read
        desk POST /cases/views/:view/remove cases.read
        desk GET /cases/score cases.read
        desk GET /cases/:case/score cases.work
        desk POST /cases/:case/score cases.work
        desk GET /cases/duty cases.read
        desk POST /cases/duty/shifts cases.duty
        desk POST /cases/duty/shifts/:shift/remove cases.duty
        desk POST /cases/duty/hand-over cases.work
        desk POST /cases/duty/hand-over/:note/take cases.work
        desk GET /cases/figures cases.read
        desk GET /cases/figures.csv cases.read
        desk GET /cases/:case cases.read
        desk POST /cases/:case/note cases.work
        desk POST /cases/:case/act cases.work
        desk GET /cases/:case/edit cases.work
        desk POST /cases/:case/edit cases.work
        desk GET /cases/:case/close cases.work
        desk POST /cases/:case/close cases.work
        desk POST /cases/:case/watch cases.read
        desk GET /cases/:case/observables cases.read
        desk POST /cases/:case/observables cases.work
        desk POST /cases/:case/observables/:observable cases.work
        desk GET /cases/:case/parties cases.read
        desk POST /cases/:case/parties cases.work
        desk GET /cases/:case/parties/:party cases.read
        desk POST /cases/:case/parties/:party/write cases.work
        desk POST /cases/:case/parties/:party/stance cases.work
        desk POST /cases/:case/parties/write-all cases.work
        desk GET /cases/:case/tasks cases.read
        desk POST /cases/:case/tasks cases.work
        desk POST /cases/:case/tasks/:task cases.work
        desk POST /cases/:case/playbook cases.work
        desk POST /cases/:case/deadlines cases.work
        desk POST /cases/:case/deadlines/:deadline cases.work
        desk POST /cases/:case/assistance cases.work
        desk POST /cases/:case/assistance/:assistance cases.work
        desk GET /cases/:case/files cases.read
        desk POST /cases/:case/files cases.work
        desk POST /cases/:case/files/archive cases.work
        desk GET /cases/:case/relations cases.read
        desk POST /cases/:case/join cases.work
        desk POST /cases/:case/separate cases.work
        desk POST /cases/:case/parent cases.work
        desk GET /cases/:case/split cases.work
        desk POST /cases/:case/split cases.work
        desk POST /cases/:case/export/:format cases.export
        desk GET /reports reporting.read
        desk GET /reports/:id reporting.read
        desk POST /reports/:id/type reporting.work
        desk POST /reports/:id/reply reporting.work
        desk POST /reports/:id/case reporting.work
        desk POST /reports/:id/close reporting.work
        desk POST /reports/:id/open reporting.work
        desk POST /reports/:id/identity reporting.unseal
        desk GET /reports/:id/files.zip reporting.files
        desk GET /reports/call reporting.work
        desk POST /reports/call reporting.work
        desk GET /duty reporting.read
        desk GET /duty/figures reporting.figures
        desk GET /duty/figures.csv reporting.figures
        desk GET /duty/:id reporting.read
        desk GET /duty/:id/part/:law reporting.read
        desk POST /duty/:id/answer reporting.work
        desk POST /duty/:id/join reporting.work
        desk POST /duty/:id/case reporting.work
        portal GET / owner
        portal GET /account signed-in
        portal POST /account/language signed-in
        portal GET /account/recovery-codes signed-in
        portal POST /account/recovery-codes signed-in
        portal GET /account/second-factor signed-in
        portal POST /account/second-factor signed-in
        portal POST /account/sessions/end-others signed-in
        portal POST /account/sessions/:name/end signed-in
        portal POST /account/tokens owner
        portal POST /account/tokens/:id/revoke owner
        portal GET /advisories owner
        portal GET /advisories/:tracking owner
        portal GET /advisories/:tracking/advisory.pdf owner
        portal GET /answer/:token anyone
        portal POST /answer/:token anyone
        portal POST /api/v1/events token observation.collect
        portal GET /api/v1/findings token observation.own
        portal GET /api/v1/metrics token operation.metrics
        portal GET /findings owner
        portal GET /findings/export/:format owner
        portal GET /findings/:id owner
        portal GET /healthz anyone
        portal GET /notices owner
        portal GET /notices/:id owner
        portal POST /notices/:id owner
        portal GET /notices/:id/:file owner
        portal GET /organisation owner
        portal GET /organisation/contacts/add owner
        portal POST /organisation/contacts/add owner
        portal GET /organisation/contacts/:contact owner
        portal POST /organisation/contacts/:contact owner
        portal GET /organisation/contacts/:contact/preferences owner
        portal POST /organisation/contacts/:contact/preferences owner
        portal POST /organisation/contacts/:contact/remove owner
        portal POST /organisation/proposals/:id/withdraw owner
        portal GET /organisation/propose owner
        portal POST /organisation/propose owner
        portal GET /readyz anyone
        portal GET /sign-in anyone
        portal POST /sign-in anyone
        portal POST /sign-in/code anyone
        portal GET /sign-in/with/:key anyone
        portal POST /sign-in/with/:key anyone
        portal POST /sign-out anyone
        portal GET /verify/:token anyone
        portal POST /verify/:token anyone
        portal GET /cases owner
        portal GET /cases/:party owner
        portal POST /cases/:party owner
        portal POST /cases/:party/stance owner
        portal GET /incidents owner
        portal GET /incidents/new owner
        portal POST /incidents/new owner
        portal GET /incidents/:id owner
        portal POST /incidents/:id/words owner
        portal GET /incidents/:id/:stage owner
        portal POST /incidents/:id/:stage owner
        portal GET /incidents/:id/:stage/receipt.json owner
        portal GET /incidents/:id/:stage/receipt.pdf owner
        portal GET /api/v1/schemas/incident.json anyone
        portal GET /report/keys.json anyone
        portal POST /api/v1/incidents token reporting.notify
        portal GET /api/v1/incidents token reporting.notify
        portal GET /api/v1/incidents/:id token reporting.notify
        portal GET /api/v1/laws/cyber/incidents token reporting.law.cyber
        portal GET /api/v1/laws/personal-data/incidents token reporting.law.personal-data
        """
}
