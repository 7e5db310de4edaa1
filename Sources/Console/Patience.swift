import CLibc
import Unix

#if hasFeature(Embedded)
  /// Memory for objects and arrays, which in Embedded Swift end the program when there is none: a shortage is waited for
  /// instead. The linker puts this in the place of `posix_memalign`, by which they get it.
  ///
  /// What `malloc` is asked for by name may be refused, and says so.
  @c(__wrap_posix_memalign)
  package func allocatePatiently(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
  ) -> CInt {
    var hasComplained = false
    while true {
      let code = unsafe __real_posix_memalign(result, alignment, size)
      if code != ENOMEM { return code }
      if !hasComplained {
        let program = Process.executedPath?.lastComponent ?? "runit"
        Reporter(program).report(.pausing, Failure("unable to allocate memory", nil, Errno(rawValue: code)))
      }
      hasComplained = true
      Clock.sleep(seconds: 1)
    }
  }
#endif
