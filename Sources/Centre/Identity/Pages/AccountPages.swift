extension Identity {
    func accountRoutes(_ routes: inout Routes) {}
    func providerRoutes(_ routes: inout Routes) {}
    func administrationRoutes(_ routes: inout Routes) {}
    func tokenRoutes(_ routes: inout Routes) {}
    func fourEyesRoutes(_ routes: inout Routes) {}
    func auditRoutes(_ routes: inout Routes) {}
}
