import Foundation

/// A service that would go another way by any default: it is not started by itself, and goes by its own signal and KILL.
struct RunsvParameterLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-parameters"

  private let scene: RunsvScene

  init() throws { scene = try RunsvScene(.stubborn) }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else { return try refused(runsv) }
    try awaitTruth("logger", of: runsv) { scene.log.status?.state == 1 }
    try awaitTruth("down", of: runsv) { scene.service.stat == "down" && scene.service.status?.want == "d" }
    try scene.send("u", until: "run", runsv)
    let first = try scene.daemon(of: runsv, otherThan: 0)
    try demand(scene.births == ["\(first)"], "started though it is down: \(scene.births), \(runsv.error)")
    try scene.send("d", until: "down", runsv)
    try demandSignals(1, runsv)
    try scene.send("u", until: "run", runsv)
    _ = try scene.daemon(of: runsv, otherThan: first)
    let report = try scene.end(runsv, lives: 2)
    try demandSignals(2, runsv)
    return report
  }

  private func refused(_ runsv: RunningProgram) throws -> LifeReport {
    try demand(runsv.hasRefused(111, "runsv web: "), "ended with \(runsv.poll()!): \(runsv.error)")
    try demand(scene.births.isEmpty, "something ran")
    try scene.demandNothingRuns()
    return LifeReport(ending: .refused)
  }

  private func demandSignals(_ count: Int, _ runsv: RunningProgram) throws {
    let signals = scene.place.lines("web/signals")
    try demand(signals == Array(repeating: "USR1", count: count), "signals \(signals): \(runsv.error)")
  }
}
