// swift-tools-version: 6.2
import Glibc
import PackageDescription

// The release build is Embedded Swift, linked statically; the debug build, which the tests use, is hosted Swift.
// With Debian's musl-dev installed the release links against musl, otherwise (or with RUNIT_LIBC=glibc) against glibc.

#if arch(arm64)
  let machine = "aarch64-linux-musl"
#else
  let machine = "x86_64-linux-musl"
#endif
let musl = "/usr/lib/\(machine)"
let hasMusl = access(musl + "/libc.a", R_OK) == 0 && Context.environment["RUNIT_LIBC"] != "glibc"

let embedded = ["-enable-experimental-feature", "Embedded"]
let headers = hasMusl ? ["-Xcc", "-isystem", "-Xcc", "/usr/include/\(machine)"] : []
let staticLibC =
  hasMusl
  ? ["-Xclang-linker", "-nostdlib", musl + "/crt1.o", musl + "/crti.o", musl + "/libc.a", musl + "/crtn.o"] : []
let whenReleased = BuildSettingCondition.when(configuration: .release)

let strict: [SwiftSetting] = [
  .unsafeFlags(embedded + ["-Osize", "-Xfrontend", "-function-sections"] + headers, whenReleased),
  .treatAllWarnings(as: .error), .treatWarning("EmbeddedRestrictions", as: .error), .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]
let program: [SwiftSetting] = strict + [.unsafeFlags(["-parse-as-library"])]
let heapless: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-no-allocations"], whenReleased)]
let small: [LinkerSetting] = [
  .unsafeFlags(
    embedded + ["-Xclang-linker", "-static", "-Xclang-linker", "-Wno-unused-command-line-argument"] + staticLibC + [
      "-use-ld=lld", "-Xlinker", "--gc-sections", "-Xlinker", "-s",
    ], whenReleased)
]

/// A program: one folder, one manual page, one suite of tests of the same name.
func executable(_ name: String, _ settings: [SwiftSetting] = program) -> Target {
  .executableTarget(
    name: name, dependencies: ["CLibc", "RunitCore", "Unix"], swiftSettings: settings, linkerSettings: small)
}

let tested: [SwiftSetting] = [.treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny")]

let package = Package(
  name: "runit",
  targets: [
    .systemLibrary(name: "CLibc"),
    .target(name: "Unix", dependencies: ["CLibc"], swiftSettings: strict),
    .target(name: "RunitCore", swiftSettings: strict),
    executable("runsv", program + heapless),
    executable("svprobe"),
    .testTarget(name: "RunitCoreTests", dependencies: ["RunitCore"], swiftSettings: tested),
    .testTarget(name: "UnixTests", dependencies: ["CLibc", "Unix"], swiftSettings: tested),
    .testTarget(name: "ProgramTests", dependencies: ["CLibc", "runsv", "svprobe"], swiftSettings: tested),
    .testTarget(name: "TidyTests", swiftSettings: tested),
  ],
  swiftLanguageModes: [.v6]
)
