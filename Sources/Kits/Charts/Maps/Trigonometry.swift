#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#elseif canImport(Darwin)
    private import Darwin
#endif

/// The few functions of angles that maps need, in degrees.
enum Trigonometry {
    static func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }

    /// Mercator's latitude, in degrees as well, so that both directions have one measure.
    static func mercator(_ latitude: Double) -> Double { log(tan(.pi / 4 + latitude * .pi / 360)) * 180 / .pi }
}
