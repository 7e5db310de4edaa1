import RunitCore
import Unix

/// The birth of `./run` or `./finish`: in its first moment, before it becomes the program, the child itself notes who it
/// is. Should `runsv` be killed at any time from then on, its successor knows whom to adopt; and were it killed
/// before, there would be nobody.
struct Birth {
  private(set) var files: StateFiles
  private(set) var detail: ServiceDetail
  /// The clock before the child was made.
  private var earliestStart: UInt64 = 0

  init(_ detail: ServiceDetail, in files: StateFiles) {
    self.files = files
    self.detail = detail
  }

  /// Makes the child of `plan`; afterwards the detail says who it is.
  mutating func start(_ plan: inout ChildPlan) throws(Errno) -> ChildPlan.Start {
    earliestStart = Clock.bootTicks
    return try unsafe withUnsafeMutablePointer(to: &self) { (birth) throws(Errno) in
      plan.preparation = unsafe .init(birth) { unsafe $0.assumingMemoryBound(to: Birth.self).pointee.announce() }
      return try plan.start()
    }
  }

  private mutating func announce() {
    let process = Process.id
    detail.processID = UInt32(bitPattern: process)
    detail.startTime = startTime(of: process)
    files.announceBirth(detail)
  }

  /// The kernel noted the time when it made the child. Only if the clock has ticked meanwhile it has to be asked, which
  /// takes longer than all the rest of the birth.
  private func startTime(of process: Int32) -> UInt64? {
    let now = Clock.bootTicks
    return now == earliestStart ? now : (try? ProcessIdentity.startTime(of: process)) ?? nil
  }
}
