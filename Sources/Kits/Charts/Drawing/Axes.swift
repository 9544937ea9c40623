/// Axes that several charts have in common.
enum Axes {
    /// Horizontal lines with their numbers at the left.
    static func values(
        _ ticks: [Double], scale: LinearScale, from left: Double, to right: Double, format: ChartFormat, on canvas: inout Canvas
    ) {
        // Where whole numbers are written, half ones between them would be called by the name of a neighbour.
        let isWritable = Set(ticks.map(format.number)).count == ticks.count
        for tick in ticks where isWritable || tick == tick.rounded() {
            let y = scale(tick)
            canvas.line(x1: left, y1: y, x2: right, y2: y, class: tick == 0 ? "axis" : "gridline")
            canvas.text(format.number(tick), x: left - 6, y: y + 4, anchor: .end)
        }
    }

    /// Short lines and times below.
    static func times(_ scale: TimeScale, at y: Double, room: Double, format: ChartFormat, on canvas: inout Canvas) {
        let ticks = scale.ticks(atMost: max(2, Int(room / 72)))
        var free = -Double.infinity
        for moment in ticks.moments {
            let text = format.moment(moment + format.zoneOffset(moment), ticks.step)
            let half = TextFit.width(text) / 2
            let x = scale(moment)
            canvas.line(x1: x, y1: y, x2: x, y2: y + 4, class: "axis")
            // Labels that would touch the one before or leave the picture are left out; their lines stay.
            guard x - half > free, x + half <= canvas.width + 4, x - half >= 0 else { continue }
            canvas.text(text, x: x, y: y + 17, anchor: .middle)
            free = x + half + 6
        }
    }
}
