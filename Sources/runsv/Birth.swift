import RunitCore
import Unix

/// The birth of `./run` or `./finish`: in its first moment, before it becomes the program, the child itself publishes who
/// it is. Should `runsv` be killed at any time from then on, its successor knows whom to adopt; and were it killed
/// before, there would be nobody.
struct Birth {
  var files: StateFiles
  var detail: ServiceDetail

  /// Makes the child of `plan`; afterwards the detail says who it is.
  mutating func start(_ plan: inout ChildPlan) throws(Errno) -> ChildPlan.Start {
    try unsafe withUnsafeMutablePointer(to: &self) { (birth) throws(Errno) in
      plan.preparation = unsafe .init(birth) { unsafe $0.assumingMemoryBound(to: Birth.self).pointee.announce() }
      return try plan.start()
    }
  }

  private mutating func announce() {
    let process = Process.id
    detail.processID = UInt32(bitPattern: process)
    detail.startTime = (try? ProcessIdentity.startTime(of: process)) ?? nil
    files.announce(detail)
  }
}
