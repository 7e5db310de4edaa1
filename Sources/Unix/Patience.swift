import CLibc

#if hasFeature(Embedded)
  /// Memory for objects and arrays, which in Embedded Swift end the program when there is none: a shortage is waited for
  /// instead. The linker puts this in the place of `posix_memalign`, by which they get it.
  ///
  /// What `malloc` is asked for by name may be refused, and says so.
  @c(__wrap_posix_memalign)
  public func allocatePatiently(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
  ) -> CInt {
    var hasComplained = false
    while true {
      let code = unsafe allocate(result, alignment, size)
      if code != ENOMEM { return code }
      if !hasComplained {
        let program = Process.executedPath?.lastComponent ?? "runit"
        Reporter(program).report(.pausing, Failure("unable to allocate memory", nil, Errno(rawValue: code)))
      }
      hasComplained = true
      Clock.sleep(seconds: 1)
    }
  }

  #if OWN_HEAP
    /// No object is aligned to more than a block is.
    private func allocate(
      _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
    ) -> CInt {
      precondition(alignment <= Int(Heap.alignment))
      guard let memory = unsafe malloc(size) else { return ENOMEM }
      unsafe result.pointee = memory
      return 0
    }
  #else
    private func allocate(
      _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
    ) -> CInt { unsafe __real_posix_memalign(result, alignment, size) }
  #endif
#endif
