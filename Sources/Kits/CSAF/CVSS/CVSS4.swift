/// The arithmetic of CVSS 4.0 (specification §8): a vector belongs to one of 270 classes with a score each, and loses from it as far as it
/// lies below the most severe vectors of its class.
enum CVSS4 {
    private enum Metric: Int {
        case av, ac, at, pr, ui, vc, vi, va, sc, si, sa, e, cr, ir, ar
        /// The modified metrics follow in the order of the base metrics.
        static let firstModified = 15
    }

    static func scores(_ vector: CVSSVector) -> CVSSScores {
        let overall = score(Severities(vector, isBaseAlone: false))
        let base = score(Severities(vector, isBaseAlone: true))
        return CVSSScores(
            base: base, temporal: nil, environmental: nil, overall: overall, baseSeverity: CVSSSeverity(score: base),
            severity: CVSSSeverity(score: overall))
    }

    /// For each metric how many steps it lies below the worst answer.
    private struct Severities {
        var av, ac, at, pr, ui, vc, vi, va, sc, si, sa, e, cr, ir, ar: Int

        init(_ vector: CVSSVector, isBaseAlone: Bool) {
            func base(_ metric: Metric) -> Int { vector.place(metric.rawValue) ?? 0 }
            func value(_ metric: Metric) -> Int {
                guard !isBaseAlone, let place = vector.place(Metric.firstModified + metric.rawValue), place > 0 else { return base(metric) }
                return place - 1
            }
            // Impacts on subsequent systems count from safety (0); the modified metrics list them from the other end.
            func subsequent(_ metric: Metric) -> Int {
                guard !isBaseAlone, let place = vector.place(Metric.firstModified + metric.rawValue), place > 0 else {
                    return base(metric) + 1
                }
                return 4 - place
            }
            // "Not defined" counts as the worst.
            func environment(_ metric: Metric) -> Int { isBaseAlone ? 0 : max(base(metric) - 1, 0) }
            av = value(.av)
            ac = value(.ac)
            at = value(.at)
            pr = value(.pr)
            ui = value(.ui)
            vc = value(.vc)
            vi = value(.vi)
            va = value(.va)
            sc = subsequent(.sc)
            si = subsequent(.si)
            sa = subsequent(.sa)
            e = environment(.e)
            cr = environment(.cr)
            ir = environment(.ir)
            ar = environment(.ar)
        }
    }

    private static func score(_ s: Severities) -> Double {
        guard s.vc < 2 || s.vi < 2 || s.va < 2 || s.sc < 3 || s.si < 3 || s.sa < 3 else { return 0 }
        let eq1 = s.av == 0 && s.pr == 0 && s.ui == 0 ? 0 : (s.av == 0 || s.pr == 0 || s.ui == 0) && s.av != 3 ? 1 : 2
        let eq2 = s.ac == 0 && s.at == 0 ? 0 : 1
        let eq3 = s.vc == 0 && s.vi == 0 ? 0 : s.vc == 0 || s.vi == 0 || s.va == 0 ? 1 : 2
        let eq4 = s.si == 0 || s.sa == 0 ? 0 : s.sc == 1 || s.si == 1 || s.sa == 1 ? 1 : 2
        let eq5 = s.e
        let eq6 = (s.cr == 0 && s.vc == 0) || (s.ir == 0 && s.vi == 0) || (s.ar == 0 && s.va == 0) ? 0 : 1
        func tenths(_ eq1: Int, _ eq2: Int, _ eq3: Int, _ eq4: Int, _ eq5: Int, _ eq6: Int) -> Int? {
            guard eq1 < 3, eq2 < 2, eq4 < 3, eq5 < 3, let row = rowOfImpacts(eq3, eq6) else { return nil }
            return classScores[(eq1 * 2 + eq2) * 5 + row][eq4 * 3 + eq5]
        }
        guard let top = tenths(eq1, eq2, eq3, eq4, eq5, eq6) else { return 0 }

        // The score of the next lower class, along each of the equivalence sets.
        let lowerImpacts =
            switch (eq3, eq6) {
            case (0, 0): [tenths(eq1, eq2, 0, eq4, eq5, 1), tenths(eq1, eq2, 1, eq4, eq5, 0)].compactMap(\.self).max()
            case (0, 1), (1, 1): tenths(eq1, eq2, eq3 + 1, eq4, eq5, 1)
            case (1, 0): tenths(eq1, eq2, 1, eq4, eq5, 1)
            default: Int?.none
            }
        let steps: [(lower: Int?, distance: Int, depth: Int)] = [
            (tenths(eq1 + 1, eq2, eq3, eq4, eq5, eq6), distance([s.av, s.pr, s.ui], from: tops1[eq1]), [1, 4, 5][eq1]),
            (tenths(eq1, eq2 + 1, eq3, eq4, eq5, eq6), distance([s.ac, s.at], from: tops2[eq2]), [1, 2][eq2]),
            (
                lowerImpacts, distance([s.vc, s.vi, s.va, s.cr, s.ir, s.ar], from: topsOfImpacts(eq3, eq6)),
                eq3 == 0 ? 7 - eq6 : eq3 == 1 ? 8 : 10
            ),
            (tenths(eq1, eq2, eq3, eq4 + 1, eq5, eq6), distance([s.sc, s.si, s.sa], from: tops4[eq4]), [6, 5, 4][eq4]),
            (tenths(eq1, eq2, eq3, eq4, eq5 + 1, eq6), 0, 1),
        ]
        var sum = 0.0
        var count = 0
        for step in steps {
            guard let lower = step.lower else { continue }
            count += 1
            sum += Double(top - lower) * Double(step.distance) / Double(step.depth)
        }
        let score = Double(top) - (count == 0 ? 0 : sum / Double(count))
        // One decimal, halves up; the small term keeps a half that binary fractions miss by a hair from being rounded down.
        return (min(max(score, 0), 100) + 0.5 + 1e-5).rounded(.down) / 10
    }

    private static func distance(_ severities: [Int], from tops: [[Int]]) -> Int {
        for top in tops {
            let steps = zip(severities, top).map { $0 - $1 }
            if steps.allSatisfy({ $0 >= 0 }) { return steps.reduce(0, +) }
        }
        return 0
    }

    // MARK: The most severe vectors of each level (Table 24 and following)

    private static let tops1 = [[[0, 0, 0]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[3, 0, 0], [1, 1, 1]]]
    private static let tops2 = [[[0, 0]], [[1, 0], [0, 1]]]
    private static let tops4 = [[[1, 0, 0]], [[1, 1, 1]], [[2, 2, 2]]]

    private static func topsOfImpacts(_ eq3: Int, _ eq6: Int) -> [[Int]] {
        switch (eq3, eq6) {
        case (0, 0): [[0, 0, 0, 0, 0, 0]]
        case (0, _): [[0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 1, 1]]
        case (1, 0): [[1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]]
        case (1, _): [[1, 0, 1, 0, 1, 0], [1, 0, 0, 0, 1, 1], [0, 1, 0, 1, 0, 1], [0, 1, 1, 1, 0, 0], [1, 1, 0, 0, 0, 1]]
        default: [[1, 1, 1, 0, 0, 0]]
        }
    }

    private static func rowOfImpacts(_ eq3: Int, _ eq6: Int) -> Int? {
        switch (eq3, eq6) {
        case (0, 0): 0
        case (0, 1): 1
        case (1, 0): 2
        case (1, 1): 3
        case (2, 1): 4
        default: nil
        }
    }

    // MARK: The score of each class in tenths

    /// A row for each (EQ1, EQ2, EQ3 with EQ6), in it nine for (EQ4, EQ5).
    private static let classScores: [[Int]] = [
        [100, 98, 95, 100, 93, 91, 93, 89, 81],
        [99, 95, 92, 96, 87, 81, 90, 80, 68],
        [98, 95, 90, 93, 89, 81, 88, 78, 69],
        [95, 92, 84, 92, 81, 65, 80, 70, 48],
        [92, 82, 72, 79, 69, 50, 69, 55, 27],
        [99, 95, 92, 95, 90, 84, 92, 82, 72],
        [97, 92, 85, 91, 83, 71, 81, 71, 53],
        [95, 92, 85, 92, 80, 70, 84, 71, 50],
        [93, 85, 73, 82, 72, 59, 70, 52, 30],
        [86, 75, 52, 71, 52, 29, 63, 29, 17],
        [98, 94, 91, 94, 86, 77, 87, 74, 63],
        [95, 87, 81, 89, 74, 64, 75, 63, 49],
        [94, 88, 76, 86, 74, 59, 72, 57, 52],
        [89, 77, 67, 76, 58, 50, 57, 52, 25],
        [83, 70, 54, 65, 58, 26, 53, 21, 13],
        [95, 88, 76, 90, 75, 61, 77, 68, 52],
        [90, 76, 70, 77, 62, 53, 66, 59, 30],
        [89, 76, 62, 74, 57, 47, 61, 57, 24],
        [78, 67, 58, 59, 57, 23, 52, 29, 16],
        [71, 59, 30, 58, 26, 15, 23, 13, 6],
        [93, 86, 75, 86, 74, 56, 70, 52, 40],
        [87, 72, 58, 74, 61, 34, 54, 40, 22],
        [85, 74, 62, 72, 55, 46, 53, 34, 19],
        [75, 55, 51, 57, 41, 19, 36, 19, 8],
        [64, 51, 20, 47, 21, 11, 24, 9, 4],
        [88, 73, 60, 73, 59, 41, 54, 45, 20],
        [75, 53, 50, 55, 40, 20, 43, 22, 11],
        [75, 58, 40, 61, 48, 20, 46, 17, 8],
        [55, 45, 21, 51, 18, 9, 18, 7, 2],
        [53, 24, 14, 24, 12, 5, 10, 3, 1],
    ]
}
