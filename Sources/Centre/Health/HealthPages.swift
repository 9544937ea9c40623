internal import HTTPTypes

/// `/healthz`: the program answers. `/readyz`: everything vital works. On every face, for load balancers and watchers; they say no more
/// than that.
struct HealthPages {
    let checks: [HealthCheck]

    func routes(_ routes: inout Routes) {
        for face in Face.allCases {
            routes.get(face, "/healthz", .anyone) { _ in Content("ok\n") }
            routes.get(face, "/readyz", .anyone) { _ in
                for check in checks where check.isVital {
                    if case .broken = await check.ask() { return Content("not ready: \(check.name)\n", status: .serviceUnavailable) }
                }
                return Content("ready\n")
            }
        }
    }
}
