/// The services of a scan directory, and what is to be done about them.
///
/// A service is known by its name and its directory. Several names of one directory get one `runsv`, since it could be
/// locked only once: the others wait for their turn. A renamed entry is such a case for as long as the old name's `runsv`
/// needs to go. A `runsv` whose entry is gone stays in the table until it has ended.
///
/// What the initial scan of a directory finds is started at once. An entry that appears later is examined first, and
/// started when it is complete.
///
/// Scans, deaths and the time come in as calls; what is to be done comes back as effects, in order. The table stays in
/// step with the world only when each ``Effect/start`` and ``Effect/takeDown`` is answered by ``started(_:process:at:)`` or
/// ``couldNotStart(_:at:)``, and each ``Effect/examine`` by ``examined(_:_:at:wall:)``, before anything else happens.
package struct ServiceTable: Sendable {
  /// The place of a service, valid until the next scan ends.
  package typealias Slot = Int

  package enum Effect: Equatable, Sendable {
    /// Start `runsv` for a service.
    case start(Slot)
    /// Start `runsv` for a service of a tree that is going down, and send it TERM: it adopts what its predecessor has left,
    /// and takes it down.
    case takeDown(Slot)
    /// Send TERM to a `runsv`.
    case terminate(process: Int32)
    /// Say that the `runsv` of a service failed at once, and that it will be tried again; said once in a row.
    case complain(Slot)
    /// Look at what is new: whether it is still there, and complete. What `isBehindLink` is examined like a directory.
    case examine(Slot, isBehindLink: Bool)
    /// Read the directory again, which may not have changed.
    case scanAgain
  }

  /// Sorted by directory, then by name.
  var services: [ScannedService] = []
  var processes = ProcessIndex()
  /// Whether the tree is going down: nothing is started any more, but to take down what others have left.
  package internal(set) var isStopping = false
  /// Whether not even that is done any more.
  var isAbandoned = false
  /// When something is to be done next, on the monotonic clock: the earliest end of a pause, or the next examination.
  package internal(set) var nextDeadline = Int64.max

  private var scan: UInt32 = 0
  private var arrivals: [ScannedService] = []
  private var unreadable = UnreadableNames()
  private var unreadableNow = UnreadableNames()
  /// When to see whether what leads nowhere still does, which is then reported.
  var reportDeadline = Int64.max
  /// When the current scan began, and whether it is the first of this directory.
  private var scanBegan: Int64 = 0
  private var isInitialScan = false

  package init() {}

  /// Whether no `runsv` is left, and none is about to be started to take something down.
  package var isEmpty: Bool { processes.isEmpty && !(isStopping && nextDeadline != .max) }

  /// The name under which a service was found.
  package func name(of slot: Slot) -> [UInt8] { services[slot].name }

  /// The directory that a service is.
  package func directory(of slot: Slot) -> DirectoryIdentity { services[slot].directory }

  /// The services whose `runsv` still runs, and those that have none and may run without it.
  package var unfinished: [(slot: Slot, process: Int32?)] {
    services.indices.compactMap { slot in
      let service = services[slot]
      return service.process != nil || service.mayHaveOrphan && service.phase != .gone ? (slot, service.process) : nil
    }
  }

  /// The services whose entry was there at the last scan and that have a directory to themselves.
  package var wanted: [Slot] {
    services.indices.filter { services[$0].isPresent && services[$0].phase != .blocked }
  }

  /// The service of a `runsv`; `nil` for any other process.
  package func slot(of process: Int32) -> Slot? { processes[process] }

  /// Whether the next scan should read the directory even if that did not change: a name leads nowhere so far, or a
  /// `runsv` fails, perhaps since its directory is gone.
  package var isUnsettled: Bool { !unreadable.isEmpty || nextDeadline != .max }

  // MARK: A scan

  /// Begins a scan. One that was begun and not ended counts for nothing. What the `isInitial` one of a directory finds
  /// was there before, and is complete.
  package mutating func beginScan(at now: Int64, isInitial: Bool) {
    scan &+= 1
    scanBegan = now
    isInitialScan = isInitial
    arrivals.removeAll(keepingCapacity: true)
    unreadableNow = UnreadableNames()
  }

  /// The scan has found the directory `directory` under `name`.
  package mutating func see(_ name: Span<UInt8>, _ directory: DirectoryIdentity) {
    let place = services.firstPlace { $0.precedes(directory, name) }
    if place < services.count, services[place].matches(directory, name), services[place].phase != .gone {
      services[place].scan = scan
    } else {
      var arrival = ScannedService(name, directory, scan: scan)
      if !isInitialScan { arrival.phase = .settling(Settling(since: scanBegan, wasAbsent: unreadable.contains(name))) }
      arrivals.append(arrival)
    }
  }

  /// The scan has found a `name` that leads nowhere, or, unless `isAbsent`, that does not show where it leads: then what
  /// runs goes on. Returns whether that is to be reported now: once, and not while the entry may be about to go.
  package mutating func cannotSee(_ name: Span<UInt8>, isAbsent: Bool) -> Bool {
    if !isAbsent {
      for place in services.indices where services[place].isPresent {
        let itsName = services[place].name
        if itsName.span.equals(name) { services[place].scan = scan }
      }
    }
    return unreadableNow.insert(name, seenAt: scanBegan, after: unreadable, isInitial: isInitialScan)
  }

  /// The scan has seen everything: what it did not see has to go, what is new is to be started.
  package mutating func endScan() -> [Effect] {
    unreadable = unreadableNow
    reportDeadline = unreadable.deadline
    var effects: [Effect] = []
    for slot in services.indices { note(slot, isPresent: services[slot].scan == scan, &effects) }
    rebuild()
    var slot = 0
    while slot < services.count {
      recognizeRenamed(slot)
      admit(slot, &effects)
      slot = endOfGroup(slot)
    }
    return effects
  }

  private mutating func note(_ slot: Slot, isPresent: Bool, _ effects: inout [Effect]) {
    services[slot].isPresent = isPresent
    guard !isPresent else { return }
    switch services[slot].phase {
    case .running(let process, _):
      services[slot].phase = .leaving(process: process)
      effects.append(.terminate(process: process))
    case .blocked, .settling, .starting, .pausing: services[slot].phase = .gone
    case .leaving, .gone: break
    }
  }

  /// Sweeps out what is gone and sorts in what is new.
  private mutating func rebuild() {
    let count = services.count
    services.removeAll { $0.phase == .gone }
    defer { findNextDeadline() }
    guard services.count < count || !arrivals.isEmpty else { return }
    if !arrivals.isEmpty {
      services += arrivals
      arrivals.removeAll()
      services.sort { $0.precedes($1.directory, $1.name.span) }
    }
    processes = ProcessIndex(services)
  }

  // MARK: The names of one directory

  /// A new name of a directory in which a `runsv` works already is that of a complete one.
  private mutating func recognizeRenamed(_ slot: Slot) {
    let group = startOfGroup(slot)..<endOfGroup(slot)
    guard services[group].contains(where: { $0.occupiesDirectory }) else { return }
    for slot in group {
      if case .settling(var settling) = services[slot].phase {
        settling.isRenamed = true
        services[slot].phase = .settling(settling)
      }
    }
  }

  /// Lets the first name of the directory of `slot` have it, unless a `runsv` is still in there.
  mutating func admit(_ slot: Slot, _ effects: inout [Effect]) {
    guard !isStopping else { return }
    let group = startOfGroup(slot)..<endOfGroup(slot)
    for slot in group where services[slot].occupiesDirectory { return }
    for slot in group where services[slot].phase == .blocked {
      services[slot].phase = .starting
      effects.append(.start(slot))
      return
    }
  }

  private func startOfGroup(_ slot: Slot) -> Slot {
    var start = slot
    while start > 0, services[start - 1].directory == services[slot].directory { start -= 1 }
    return start
  }

  private func endOfGroup(_ slot: Slot) -> Slot {
    var end = slot + 1
    while end < services.count, services[end].directory == services[slot].directory { end += 1 }
    return end
  }
}

extension ProcessIndex {
  init(_ services: [ScannedService]) {
    self.init()
    for slot in services.indices {
      if let process = services[slot].process { insert(process, slot: slot) }
    }
  }
}
