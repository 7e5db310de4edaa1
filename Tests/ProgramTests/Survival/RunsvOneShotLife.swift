import Foundation

/// A one-shot: its work is done once, undone by its finish, and done again.
struct RunsvOneShotLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-oneshot"

  private let place: TemporaryDirectory
  private let service: SuperviseView

  init() throws {
    place = try TemporaryDirectory()
    try place.write("web/run", "#!/bin/sh\necho run >>events\n", mode: 0o755)
    try place.write("web/finish", "#!/bin/sh\necho \"finish $1 $2\" >>events\n", mode: 0o755)
    try place.write("web/type", "oneshot\n")
    try place.write("web/restart-delay", "0\n")
    service = SuperviseView(path: place("web/supervise"))
  }

  private var events: [String] { place.lines("web/events") }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: place.path)
    defer { runsv.signal(SIGKILL) }
    let begins = comesTrue(within: 25) { service.isSupervised || runsv.poll() != nil }
    try demand(begins, "neither supervises nor ends: \(runsv.error)")
    if runsv.poll() != nil {
      try demand(runsv.hasRefused(111, "runsv web: ") && events.isEmpty, "\(runsv.poll()!) \(events): \(runsv.error)")
      return LifeReport(ending: .refused)
    }
    // A start that could not be executed is followed by a finish, as that of any run.
    func does(_ work: [String]) throws {
      try awaitTruth("\(work) (\(events))", of: runsv) { events.filter { $0 != "finish 111 0" } == work }
    }
    try does(["run"])
    try awaitTruth("done", of: runsv) { service.text("detail")?.contains("phase done\n") == true }
    service.ask("d")
    try does(["run", "finish 0 0"])
    try awaitTruth("down", of: runsv) { service.text("detail")?.contains("phase down\n") == true }
    service.ask("u")
    try does(["run", "finish 0 0", "run"])
    try awaitTruth("done again", of: runsv) { service.text("detail")?.contains("phase done\n") == true }
    let descriptors = runsv.openFiles()
    service.ask("x")
    try awaitTruth("end", of: runsv) { runsv.poll() != nil }
    try demand(runsv.poll() == .exited(0), "ended with \(String(describing: runsv.poll())): \(runsv.error)")
    let all = events.filter { $0 != "finish 111 0" }
    try demand(all.count { $0 == "run" } == 2, "events \(all)")
    try runsv.demandGoodManners("runsv web: ")
    return LifeReport(ending: .whole, descriptors: descriptors, files: place.files)
  }
}
