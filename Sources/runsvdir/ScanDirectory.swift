import Console
import RunitCore
import Unix

/// The scan directory: where it is, what it looks like, and news of it.
///
/// It is known by its path alone, which may lead to another directory at any time. `runsvdir` works in it only while it
/// reads it or starts something there.
struct ScanDirectory: ~Copyable {
  private enum Step {
    case ask, enter, open, read
  }

  private let path: CString
  private let reporter: Reporter
  /// Where `runsvdir` was started.
  private let home: FileDescriptor
  private var isEntered = false
  /// `nil` while there is no inotify instance to be had: the look every five seconds does its work.
  private var watch: FileWatch?
  private var watched: (identity: DirectoryIdentity, number: Int32)?
  /// What went wrong and was complained about.
  private var trouble: (step: Step, reason: Errno)?

  /// With `patience` it waits for what the kernel is short of.
  init(_ path: CString, _ reporter: Reporter, _ patience: Reporter?) throws(Failure) {
    self.path = path
    self.reporter = reporter
    home = try obtain("unable to open current directory", orWaitAndTell: patience, FileDescriptor.directory("."))
    watch = try? FileWatch()
  }

  var pollEntry: PollEntry {
    switch watch {
    case .some(let watch): PollEntry(reading: watch.rawValue)
    case nil: .none
    }
  }

  /// What the directory looks like now; `nil` when there is none.
  mutating func stamp() -> DirectoryStamp? {
    guard leave() else { return nil }
    do throws(Errno) {
      let stamp = DirectoryStamp(try FileStatus(path))
      if trouble?.step == .ask { trouble = nil }
      return stamp
    } catch {
      complain("unable to stat", .ask, error)
      return nil
    }
  }

  /// Changes to the directory.
  mutating func enter() -> Bool {
    if isEntered { return true }
    do throws(Errno) {
      try FileSystem.changeDirectory(path)
      isEntered = true
    } catch {
      complain("unable to change directory to", .enter, error)
    }
    return isEntered
  }

  /// Changes back to where `runsvdir` was started.
  @discardableResult
  mutating func leave() -> Bool {
    guard isEntered else { return true }
    do throws(Errno) {
      try FileSystem.changeDirectory(home)
      isEntered = false
    } catch {
      reporter.warn("unable to change directory, pausing", nil, error)
    }
    return !isEntered
  }

  /// Hands out the names and what they lead to, and begins to watch. To be called inside the directory.
  ///
  /// - Returns: what the directory looked like before; `nil` when it could not be read whole.
  mutating func read(_ body: (CString, Result<DirectoryIdentity?, Errno>) -> Void) -> DirectoryStamp? {
    var step = Step.ask
    do throws(Errno) {
      let stamp = DirectoryStamp(try FileStatus("."))
      beginWatch(stamp.identity)
      step = .open
      var directory = try Directory(".")
      step = .read
      while let name = try directory.next() {
        if name[0] != UInt8(ascii: ".") { body(name, Self.follow(name)) }
      }
      trouble = nil
      return stamp
    } catch {
      switch step {
      case .ask, .enter: complain("unable to stat", step, error)
      case .open: complain("unable to open directory", step, error)
      case .read: complain("unable to read directory", step, error)
      }
      return nil
    }
  }

  /// The directory that `name` leads to; `nil` when that is something else.
  private static func follow(_ name: CString) -> Result<DirectoryIdentity?, Errno> {
    do throws(Errno) {
      let status = try FileStatus(name)
      return .success(status.kind == .directory ? DirectoryIdentity(status) : nil)
    } catch {
      return .failure(error)
    }
  }

  // MARK: News

  /// Watches the directory in which we are. It is watched before it is read, so that nothing slips through between.
  private mutating func beginWatch(_ identity: DirectoryIdentity) {
    if let watched, watched.identity == identity { return }
    endWatch()
    if watch == nil { watch = try? FileWatch() }
    guard let number = try? watch?.add(".", .entries) else { return }  // the look every five seconds is left
    watched = (identity, number)
  }

  /// Hears no news any more. The kernel takes some 10 ms to dispose of a watch: better while others are busy to stop than
  /// at the end, when everybody waits for that.
  mutating func stopWatching() {
    watch = nil
    watched = nil
  }

  private mutating func endWatch() {
    if let watched { watch?.remove(watched.number) }
    watched = nil
  }

  /// Takes the news that have come and returns whether they matter.
  mutating func hasNews() -> Bool {
    var matters = false
    watch?.drain { number, events, name in
      guard let watched, number == watched.number || events.contains(.overflow) else { return }
      if events.contains(.ended) { self.watched = nil }
      if name?[0] != UInt8(ascii: ".") { matters = true }
    }
    return matters
  }

  /// Says what went wrong, unless that was said before.
  private mutating func complain(_ action: CString, _ step: Step, _ reason: Errno) {
    if let trouble, trouble == (step, reason) { return }
    trouble = (step, reason)
    reporter.warn(action, path, reason)
  }
}

extension DirectoryIdentity {
  init(_ status: FileStatus) {
    self.init(device: status.identity.device, inode: status.identity.inode)
  }
}

extension DirectoryStamp {
  init(_ status: FileStatus) {
    self.init(DirectoryIdentity(status), modified: status.modificationSeconds, status.modificationNanoseconds)
  }
}
