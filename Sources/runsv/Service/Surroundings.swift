import CLibc
import Console
import RunitCore
import Unix

/// What a service and its logger share.
struct Surroundings: ~Copyable {
  let reporter: Reporter
  /// The name of the service.
  var name = ServiceName.Buffer()
  /// The signals that children hold back.
  let childMask: SignalSet
  /// From the service's standard output to the logger's standard input. Both ends stay open here, so that neither
  /// side's death loses a byte; they are closed when the service is gone for good.
  var logPipe: Pipe? = nil
  /// What is left of that pipe when the service is gone: its end comes after what is in it.
  var logRest: FileDescriptor? = nil
  /// This process, asked for once.
  let process = Process.id
  /// Which boot of the machine this is; `nil` where /proc does not tell.
  let bootID: ServiceDetail.BootID?
  /// The directory in which `runsv` was started for this service, where its siblings are.
  var siblings: FileDescriptor? = nil

  /// The standard output of the service; `nil` is that of `runsv`.
  var logOutput: Int32? {
    switch logPipe {
    case .some(let pipe): pipe.writeEnd.rawValue
    case .none: nil
    }
  }

  /// The standard input of the logger.
  var logInput: Int32? {
    switch logPipe {
    case .some(let pipe): pipe.readEnd.rawValue
    case .none:
      switch logRest {
      case .some(let rest): rest.rawValue
      case .none: nil
      }
    }
  }

  /// Lets the logger's input end.
  mutating func endLogInput() {
    if let pipe = logPipe.take() { logRest = pipe.intoReadEnd() }
  }

  /// Whether the logger has not read all of its input.
  var isLogInputLeft: Bool {
    switch logRest {
    case .some(let rest): (rest.pipeFill?.used ?? 0) > 0
    case .none: false
    }
  }

  /// Works in the directory where the siblings are.
  func enterSiblings() throws(Errno) {
    switch siblings {
    case .some(let directory): try FileSystem.changeDirectory(directory)
    case .none: throw .noSuchFile
    }
  }

  /// Opens the directory of a sibling; `nil` when there is none.
  ///
  /// - Throws: what keeps the kernel from telling.
  func openSibling(_ name: CString) throws(Errno) -> FileDescriptor? {
    switch siblings {
    case .some(let directory):
      try ifAnswered { () throws(Errno) in try FileDescriptor.open(name, in: directory, O_RDONLY | O_DIRECTORY) }
    case .none: nil
    }
  }

  /// A child with clean signals.
  func child(_ executable: CString) -> ChildPlan { ChildPlan(executable, signalMask: childMask) }
}

extension Moment {
  static var now: Moment {
    let wall = Clock.realtime
    return Moment(
      monotonic: Clock.monotonic, wall: TAI64N(unixSeconds: wall.seconds, nanoseconds: wall.nanoseconds))
  }
}
