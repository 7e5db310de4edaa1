import CLibc
import Console
import RunitCore
import Unix

/// The services that this one needs: watched through inotify, and held through their FIFO `supervise/dependents`, whose
/// end of file tells a dependency that nobody needs it any more.
struct Dependencies: ~Copyable {
  /// The largest number of dependencies.
  static var capacity: Int { DependencyLine.mostNames }

  private let reporter: Reporter
  private var watch: FileWatch?
  /// The checksum of the names that ``watch`` is about.
  private var watchedNames: UInt64 = 0
  /// The names, as they were when the service was about to start; later changes of the files are for its next start.
  private var names = DependencyNames()
  private var fifos = FIFOList()
  /// The dependencies that are not ready, as bits.
  private var unmet: UInt64 = 0
  /// Whether the last look at them failed.
  private var isOutOfSight = false
  /// Whether no news will come of one of them.
  private var isUnheard = false
  private var complaints = Complaints()

  /// What was said once and needs not be said again.
  private struct Complaints {
    var invalidName = false
    var tooMany = false
    var blindness = false
    var outOfSight = false
  }

  init(_ reporter: Reporter) { self.reporter = reporter }

  /// Goes on with what the program that was here before had open; see ``list(in:)``.
  mutating func continueHolding(_ descriptors: inout DescriptorTable) {
    if let watch = descriptors.takeDescriptor() { self.watch = FileWatch(continuing: watch) }
    for _ in 0..<Self.capacity {
      if let fifo = descriptors.takeDescriptor() { fifos.append(fifo) }
    }
  }

  func list(in descriptors: inout DescriptorTable) {
    descriptors.append(news)
    for index in 0..<Self.capacity { descriptors.append(fifos[index]) }
  }

  mutating func code(with coder: inout StateCoder) {
    names.code(with: &coder)
    coder.code(word: &unmet)
    coder.code(&isOutOfSight)
    coder.code(&isUnheard)
  }

  /// The descriptor that is ready when a dependency has changed.
  var news: CInt {
    switch watch {
    case .some(let watch): watch.rawValue
    case .none: -1
    }
  }

  /// Whether there are dependencies of which no news come, because what the kernel has for inotify is used up, or which
  /// could not be looked at. They have to be looked at now and then.
  var areUnwatched: Bool { isOutOfSight || isUnheard || names.count > 0 && news == -1 }

  /// Looks at all dependencies, and holds them if every one is ready.
  mutating func acquire(_ entries: ServiceEntries, _ surroundings: borrowing Surroundings) -> DependencyState {
    release()
    guard entries.mayContain(.dependencies) || entries.mayContain(.dependencyDirectory) else { return .met }
    do throws(Failure) {
      guard try isThere("dependencies") ? true : isThere("dependencies.d") else { return .met }
      try readNames()
    } catch {
      lose(error)
      return .unmet
    }
    beginToWatch()
    visit(surroundings) { (dependencies, name, number) throws(Errno) in
      let neighbour = try Neighbour(name)
      dependencies.listen(to: neighbour)
      // Hold first and look then: see the other side in Service.
      let fifo = try neighbour.hold()
      if try !neighbour.isReady(isHeld: fifo != nil) { dependencies.unmet |= 1 << UInt64(number) }
      if let fifo { dependencies.fifos.append(fifo) }
    }
    guard unmet != 0 else { return .met }
    fifos.closeAll()
    return .unmet
  }

  /// The service is down: it needs nobody. What it still hears of them, ``closeUnneededWatch()`` ends.
  mutating func release() {
    fifos.closeAll()
    unmet = 0
    isOutOfSight = false
    isUnheard = false
    names.removeAll()
  }

  /// Hears no more of those that it does not need any more, and has the user's inotify instance free for others.
  ///
  /// The kernel takes some 10 ms for that: to be called when all that others wait for was done.
  mutating func closeUnneededWatch() {
    if names.count == 0 { watch = nil }
  }

  /// Whether a dependency that is held is about to go.
  mutating func isAnyExiting(_ surroundings: borrowing Surroundings) -> Bool {
    let mustListen = areUnwatched
    isUnheard = false
    if mustListen { beginToWatch() }
    var isExiting = false
    visit(surroundings) { (dependencies, name, _) throws(Errno) in
      let neighbour = try Neighbour(name)
      if mustListen { dependencies.listen(to: neighbour) }
      if try neighbour.phase == .exiting { isExiting = true }
    }
    return isExiting
  }

  mutating func discardNews() {
    switch watch {
    case .some(let watch): watch.discard()
    case .none: break
    }
  }
}

extension Dependencies {
  /// Adds to the detail what only the dependencies know.
  func describe(_ detail: inout ServiceDetail, _ surroundings: borrowing Surroundings) {
    switch detail.phase {
    case .waiting:
      var waitingFor = TextBuffer<512>()
      for number in 0..<names.count where unmet & 1 << UInt64(number) != 0 {
        if waitingFor.count > 0 { waitingFor.append(" ") }
        names.with(number) { waitingFor.append($0) }
      }
      detail.waitingFor = waitingFor
    case .failed where detail.reason.span.equals("dependency cycle"):
      appendCycle(to: &detail.reason, surroundings)
    default: break
    }
  }

  private mutating func readNames() throws(Failure) {
    var invalid = CStringBuffer<256>()
    var areTooMany = false
    do throws(Errno) {
      try DependencyList.forEach(in: BaseDirectory.working) { name in
        if invalid.count == 0 { _ = invalid.append(name) }
      } _: { name in
        if !names.append(name.bytes) { areTooMany = true }
      }
    } catch {
      throw Failure("unable to read ./dependencies", nil, error)
    }
    if names.isOutOfMemory { throw Failure("unable to read ./dependencies", nil, .noMemory) }
    if invalid.count > 0, !complaints.invalidName {
      complaints.invalidName = true
      invalid.withCString { reporter.warn("ignoring invalid dependencies:", $0) }
    }
    if areTooMany, !complaints.tooMany {
      complaints.tooMany = true
      reporter.warn("ignoring all but the first 64 names in dependencies")
    }
  }

  /// Watches anew when these are other dependencies than before.
  private mutating func beginToWatch() {
    if names.checksum != watchedNames { watch = nil }
    guard news == -1, names.count > 0 else { return }
    do throws(Errno) {
      watch = try FileWatch()
      watchedNames = names.checksum
    } catch {
      goBlind("unable to watch ./dependencies, looking each second (fs.inotify.max_user_instances)", error)
    }
  }

  private mutating func listen(to neighbour: borrowing Neighbour) {
    do throws(Errno) {
      switch watch {
      case .some(let watch): try neighbour.watch(with: watch)
      case .none: break
      }
    } catch {
      isUnheard = true
      goBlind(
        error == .noSpace
          ? "unable to watch ./dependencies, looking each second (fs.inotify.max_user_watches)"
          : "unable to watch ./dependencies, looking each second", error)
    }
  }

  private mutating func goBlind(_ message: CString, _ reason: Errno) {
    if !complaints.blindness { reporter.warn(message, nil, reason) }
    complaints.blindness = true
  }

  /// Hands out the name and number of each dependency, working in the directory of the siblings meanwhile. One of which
  /// `body` can't tell what it should is unmet, and will be asked again.
  private mutating func visit(
    _ surroundings: borrowing Surroundings, _ body: (inout Dependencies, CString, Int) throws(Errno) -> Void
  ) {
    guard names.count > 0 else { return }
    do throws(Errno) {
      let home = try FileDescriptor.directory(".")
      try surroundings.enterSiblings()
      defer { comeBack(to: home) }
      isOutOfSight = false
      for number in 0..<names.count {
        var name = CStringBuffer<256>()
        names.with(number) { _ = name.append($0) }
        do throws(Errno) {
          try name.withCString { (name) throws(Errno) in try body(&self, name, number) }
        } catch {
          lose(Failure("unable to look at ./dependencies", nil, error), of: number)
        }
      }
    } catch {
      lose(Failure("unable to look at ./dependencies", nil, error))
    }
  }

  /// Whether they are ready is not known, and will be asked again; why is said once.
  private mutating func lose(_ failure: Failure, of number: Int = 0) {
    unmet |= 1 << UInt64(number)
    isOutOfSight = true
    if !complaints.outOfSight { reporter.report(.warning, failure) }
    complaints.outOfSight = true
  }

  /// Works in the service directory again. Nothing can be done anywhere else: until then there is nothing but to wait.
  private func comeBack(to home: borrowing FileDescriptor) {
    var hasComplained = false
    while true {
      do throws(Errno) {
        return try FileSystem.changeDirectory(home)
      } catch {
        if !hasComplained { reporter.report(.pausing, Failure("unable to change back to the directory", nil, error)) }
        hasComplained = true
        Clock.sleep(seconds: 1)
      }
    }
  }
}
