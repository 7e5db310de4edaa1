import RunitCore
import Unix

/// Waits until every service that is wanted up is ready, by the files that `runsv` keeps.
struct ReadinessWatch: ~Copyable {
  private struct Awaited {
    let name: [UInt8]
    let files: ServiceFiles
    /// Whether its `runsv` is known to be at work, so that the files are up to date.
    var isAlive = false
    /// The watches whose news concern the service.
    var watches: [Int32] = []
    /// Whether there are news that have not been looked at.
    var isTouched = false
  }

  /// `nil` on a kernel without inotify: the look every five seconds does its work.
  private let watch: FileWatch?
  private var awaited: [Awaited]
  /// The watches of directories that belong to all services.
  private var shared: [Int32] = []

  /// Waits for the services of these names. This and all that follows is to be done inside the scan directory.
  init(_ names: [[UInt8]]) {
    watch = try? FileWatch()
    awaited = names.map { name in Awaited(name: name, files: PathBuffer(name).withCString { ServiceFiles($0) }) }
    for place: CString in ["/run", "/run/runit"] {
      if let number = try? watch?.add(place, .creations) { shared.append(number) }
    }
    for index in awaited.indices { follow(index) }
    sortOut()
  }

  var isOver: Bool { awaited.isEmpty }

  var pollEntry: PollEntry {
    switch watch {
    case .some(let watch): PollEntry(reading: watch.rawValue)
    case nil: .none
    }
  }

  /// Takes the news that have come.
  mutating func update() {
    var touched: [Int32] = []
    var everything = false
    watch?.drain { number, events, name in
      if events.contains(.overflow) || shared.contains(number) { everything = true }
      if let name, Self.matters(name) { touched.append(number) }
    }
    for index in awaited.indices where everything || awaited[index].watches.contains(where: touched.contains) {
      follow(index)
    }
    sortOut()
  }

  /// Of the files that `runsv` replaces, `status` is the last; `ok` is opened when it begins.
  private static func matters(_ name: CString) -> Bool { name == "status" || name == "ok" || name == "supervise" }

  /// Watches what there is of a service's places so far. What is there already is asked for afterwards, so that nothing
  /// slips through between.
  private mutating func follow(_ index: Int) {
    var watches: [Int32] = []
    PathBuffer(awaited[index].name).withCString { name in
      if let number = try? watch?.add(name, .creations) { watches.append(number) }
    }
    // To ask whether `runsv` is at work opens `ok`: that news would never end.
    let events: FileWatch.Events = awaited[index].isAlive ? .replacements : [.replacements, .opens]
    awaited[index].files.forEachPlace { place in
      if let number = try? watch?.add(place, events) { watches.append(number) }
    }
    awaited[index].watches = watches
    awaited[index].isTouched = true
  }

  /// Strikes out the services that are as they should be.
  private mutating func sortOut() {
    for index in awaited.indices where awaited[index].isTouched && !awaited[index].isAlive {
      awaited[index].isAlive = awaited[index].files.areAlive
      if awaited[index].isAlive { follow(index) }
    }
    awaited.removeAll { service in
      guard service.isTouched, service.isAlive else { return false }
      do throws(Errno) {
        guard let status = try service.files.status() else { return false }
        return try status.isSettled(service.files.detail())
      } catch {
        return false  // the look every five seconds asks again
      }
    }
    for index in awaited.indices { awaited[index].isTouched = false }
  }
}
