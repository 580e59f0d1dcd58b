// SPDX-License-Identifier: MIT
//
// Prints what the site (docs/site) says of every function of a kind, as JSON: facts, parameters
// with their ranges, members, what the header says, names elsewhere, special values, the numbers of
// its picture, which are the library's own, and the errors that are measured.
//
//   site ROOT    where ROOT/docs/site/pictures.csv may choose interval and parameters of a picture
#include "../bench/machine.hpp"
#include "calls.hpp"
#include "elsewhere.hpp"
#include "errors.hpp"
#include "header.hpp"
#include "json.hpp"
#include "kind_errors.hpp"
#include "pictures.hpp"
#include <actfn/any/description.hpp>
#include <actfn/any/kernels.hpp>
#include <actfn/array.hpp>
#include <actfn/pointwise/tanh.hpp>

#include ACTFN_SITE_LIST // <actfn-list/pointwise.hpp>, another in each program
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace document;
namespace engine = actfn::engine;

// --- Curves -------------------------------------------------------------------------------------

using real_function = std::function<double(double)>;

/// The graph of f between lo and hi as polylines, broken where it jumps.
string pieces(real_function const& f, double lo, double hi) {
    constexpr int steps = 320;
    std::vector<std::vector<double>> all(1);
    auto const point = [&](double x, double y) {
        if (std::isnan(y)) {
            if (!all.back().empty()) all.emplace_back();
        } else {
            all.back().insert(all.back().end(), {x, std::clamp(y, -1e6, 1e6)});
        }
    };
    double before = lo;
    double value = f(lo);
    point(before, value);
    for (int i = 1; i <= steps; ++i) {
        double const x = lo + (hi - lo) * i / steps;
        double const y = f(x);
        double left = before;
        double right = x;
        double low = value;
        double high = y;
        // A step of the graph: a jump, if halving the interval does not make it smaller.
        auto const steep = [&] {
            return std::abs(high - low) > .04 || std::isnan(high) != std::isnan(low);
        };
        for (int halving = 0; halving < 44 && steep(); ++halving) {
            double const middle = left + (right - left) / 2;
            double const at = f(middle);
            // The half that steps more.
            bool const upper = std::isnan(high) != std::isnan(low)
                                   ? std::isnan(at) == std::isnan(low)
                                   : std::abs(high - at) > std::abs(at - low);
            (upper ? left : right) = middle;
            (upper ? low : high) = at;
        }
        if (steep()) {
            point(left, low);
            point(left, std::nan(""));
            point(right, high);
        }
        point(x, y);
        before = x;
        value = y;
    }
    std::erase_if(all, [](auto const& piece) { return piece.size() < 4; });
    return list(all, [](auto const& piece) { return list(piece); });
}

[[maybe_unused]] string curve(string const& label, real_function const& value,
                              real_function const& derivative, double lo, double hi) {
    object o;
    o.add("label", json(label));
    o.add("value", pieces(value, lo, hi));
    if (derivative) o.add("derivative", pieces(derivative, lo, hi));
    return o.text();
}

// --- Parameters ---------------------------------------------------------------------------------

/// A kernel whose type is erased: its table and its parameters.
class some_kernel {
  public:
    explicit some_kernel(actfn::tables::function const& table) : table_(&table) {
        engine::construct(table, bytes_);
    }
    std::size_t count() const { return table_->parameters; }
    string name(std::size_t p) const { return engine::parameter_name(*table_, p); }
    double get(std::size_t p) const { return engine::get_parameter(*table_, bytes_, p); }
    some_kernel with(std::size_t p, double x) const {
        some_kernel other = *this;
        engine::set_parameter(*table_, other.bytes_, p, x);
        return other;
    }
    actfn::tables::refusal tried() const { return engine::try_kernel(*table_, bytes_); }
    void const* data() const { return bytes_; }

  private:
    actfn::tables::function const* table_;
    alignas(16) std::byte bytes_[actfn::tables::kernel_room]{};
};

/// What the checks allow, the other parameters being as they are: {bound, whether included}.
std::pair<double, bool> bound(some_kernel const& k, std::size_t p, double way) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (!k.with(p, way * infinity).tried().refused) return {way * infinity, true};
    double bad = way * (std::numeric_limits<double>::max)();
    auto const at_most = k.with(p, bad).tried();
    if (!at_most.refused) return {way * infinity, false};
    if (at_most.bound != bad) return {at_most.bound, !k.with(p, at_most.bound).tried().refused};
    // The check compares another parameter with this one.
    double good = k.get(p);
    for (double middle = good; (middle = std::midpoint(good, bad)) != good && middle != bad;) {
        (k.with(p, middle).tried().refused ? bad : good) = middle;
    }
    return {good, true};
}

string parameters(some_kernel const& k) {
    string all;
    for (std::size_t p = 0; p < k.count(); ++p) {
        object o;
        o.add("name", json(k.name(p)));
        o.add("default", json(k.get(p)));
        for (auto const& [key, way] : {std::pair{"lower", -1.}, std::pair{"upper", 1.}}) {
            auto const [number, included] = bound(k, p, way);
            o.add(key, "[" + json(number) + "," + json(included) + "]");
        }
        all += (all.empty() ? "" : ",") + o.text();
    }
    return "[" + all + "]";
}

/// The kernel with these parameters, or nothing where they are out of range.
std::optional<some_kernel> with(some_kernel k, string const& parameters) {
    for (auto const& [name, value] : assignments(parameters)) {
        std::size_t p = 0;
        while (p < k.count() && k.name(p) != name) ++p;
        if (p == k.count()) throw std::runtime_error("pictures.csv: no parameter " + name);
        k = k.with(p, value);
    }
    if (k.tried().refused) return {};
    return k;
}

/// The kernels of a picture with what they are called: those of the table, else the default and
/// some values of the first parameter around it.
std::vector<std::pair<string, some_kernel>> variants(some_kernel const& k, picture const* wanted) {
    std::vector<string> labels;
    if (wanted != nullptr) {
        labels = wanted->variants;
    } else if (k.count() > 0) {
        labels = variants_around(k.name(0), k.get(0));
    }
    std::vector<std::pair<string, some_kernel>> all;
    for (string const& label : labels) {
        if (auto const other = with(k, label)) {
            all.emplace_back(label, *other);
        } else if (wanted != nullptr) {
            throw std::runtime_error("pictures.csv: out of range, " + label);
        }
    }
    if (all.empty()) all.emplace_back("", k);
    return all;
}

// --- Pictures by kind ---------------------------------------------------------------------------

std::vector<double> const a_row{1, -1, 0.5, 2, 0, -0.5, 1.5, -2, 1};

using evaluation = actfn::jet<double> (*)(void const* kernel, double x);

[[maybe_unused]] string pointwise(some_kernel const& k, evaluation at, picture const& p,
                                  picture const* wanted) {
    string all;
    for (auto const& [label, kernel] : variants(k, wanted)) {
        void const* const data = kernel.data();
        all += (all.empty() ? "" : ",") + curve(
                                              label, [&](double x) { return at(data, x).value; },
                                              [&](double x) { return at(data, x).derivative; },
                                              p.lo, p.hi);
    }
    return "[" + all + "]";
}

/// Values of a training forward pass over equidistant x.
template <class F> string draws(F const& f, picture const& p) {
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 600; ++i) {
        x.push_back(p.lo + (p.hi - p.lo) * (i + .5) / 600);
        y.push_back(f.train(1).from(static_cast<std::uint64_t>(i))(x.back()));
    }
    return "[" + list(x) + "," + list(y) + "]";
}

[[maybe_unused]] string surface(double (*f)(double, double), double size, int points) {
    std::vector<double> values;
    for (int i = 0; i < points; ++i) {
        for (int j = 0; j < points; ++j) {
            auto const at = [&](int n) { return size * (2. * n / (points - 1) - 1); };
            values.push_back(f(at(i), at(j))); // the gate along a line
        }
    }
    object o;
    o.add("size", json(size));
    o.add("points", std::to_string(points));
    o.add("values", list(values));
    return o.text();
}

/// Numbers of the complex plane, line by line from the top.
[[maybe_unused]] string plane(std::complex<double> (*f)(double, double)) {
    constexpr int points = 150;
    constexpr double size = 3;
    std::vector<double> values;
    for (int i = 0; i < points; ++i) {
        for (int j = 0; j < points; ++j) {
            auto const at = [](int n) { return size * (2 * (n + .5) / points - 1); };
            std::complex<double> const w = f(at(j), -at(i));
            values.insert(values.end(), {w.real(), w.imag()});
        }
    }
    object o;
    o.add("size", json(size));
    o.add("points", std::to_string(points));
    o.add("values", list(values, [](double x) { return json(x, 5); }));
    return o.text();
}

/// One row by the kernel itself: the verbs, which take rows of every layout, compile longer.
template <class K> string row(K const& k) {
    using V = actfn::math::pack<double>;
    auto const members = engine::row_members(k);
    std::size_t const n = a_row.size() - a_row.size() % engine::multiple_of(k);
    std::vector<double> const x(a_row.begin(), a_row.begin() + static_cast<std::ptrdiff_t>(n));
    actfn::math::along<V> const all(n);
    std::vector<double> y(n);
    object o;
    o.add("x", list(x));
    if constexpr (actfn::reduction_kernel<K>) {
        V const value = members.reduce(all, actfn::math::line<double const>{x.data(), 1});
        y.assign(1, actfn::math::first(value));
        std::vector<double> gx(n);
        members.backward(all, actfn::math::line<double const>{x.data(), 1}, V(1),
                         actfn::math::line<double>{gx.data(), 1});
        o.add("gradient", list(gx));
    } else {
        members.forward(all, actfn::math::line<double const>{x.data(), 1},
                        actfn::math::line<double>{y.data(), 1});
    }
    o.add("y", list(y));
    return o.text();
}

/// Groups of entries and pairs of halves.
template <class F> string groups(F const& f, std::size_t size) {
    std::vector<double> y(size);
    actfn::forward(f, a_row, y);
    object o;
    o.add("x", list(a_row));
    o.add("y", list(y));
    return o.text();
}

/// Losses whose targets are −1 and 1.
[[maybe_unused]] bool has_signs(std::string_view loss) {
    return loss == "softplus_margin" || loss == "hinge" || loss == "squared_hinge";
}

template <class F> string loss(F const& f) {
    using K = actfn::engine::settable<typename F::kernel_type>;
    string all;
    if constexpr (actfn::row_loss_kernel<K>) {
        auto const at = [&](double x) {
            using V = actfn::math::pack<double>;
            double const scores[]{x, 0};
            double gx[2];
            std::size_t const index[actfn::math::lanes<V>]{};
            V const value = f.kernel().of_class(actfn::math::along<V>(2),
                                                actfn::math::line<double const>{scores, 1}, index,
                                                actfn::math::line<double>{gx, 1}, 1., V(1));
            return std::pair{actfn::math::first(value), gx[0]};
        };
        return "[" +
               curve(
                   "scores (x, 0), class 0", [&](double x) { return at(x).first; },
                   [&](double x) { return at(x).second; }, -5, 5) +
               "]";
    } else {
        for (double const t : has_signs(f.facts().name) ? std::vector<double>{-1, 1}
                                                        : std::vector<double>{0, .5, 1}) {
            all += (all.empty() ? "" : ",") +
                   curve(
                       assignment("t", t), [&](double x) { return f(x, t); },
                       [&](double x) { return f.derivative(x, t); }, -5, 5);
        }
        return "[" + all + "]";
    }
}

// --- Functions ----------------------------------------------------------------------------------

char const* name_of(actfn::saturation s) {
    return s == actfn::saturation::none ? "none" : s == actfn::saturation::soft ? "soft" : "hard";
}
char const* name_of(actfn::init_scheme s) {
    return s == actfn::init_scheme::he ? "He" : s == actfn::init_scheme::lecun ? "LeCun" : "Glorot";
}

/// The functions of the lists that are no objects, by an object of theirs.
namespace listed {
using namespace actfn;
#if defined(ACTFN_LIST_GATED)
inline constexpr auto const& maxout = actfn::maxout<3>;
#elif defined(ACTFN_LIST_COMPLEX)
inline constexpr auto split = actfn::split(actfn::tanh);
inline constexpr auto amplitude_phase = actfn::amplitude_phase(actfn::tanh);
#endif
} // namespace listed

class program {
  public:
    explicit program(fs::path root) : root_(std::move(root)), pictures_(pictures_of(root_)) {}

    template <auto const& f> void add(string const& kind, string const& name) {
        using F = std::remove_cvref_t<decltype(f)>;
        using K = actfn::engine::settable<typename F::kernel_type>;
        static constexpr actfn::tables::function table = engine::description_of<K>();
        some_kernel const k(table);
        header const h(root_ / "include/actfn" / kind / (name + ".hpp"));
        actfn::facts const facts = f.facts();
        object o;
        o.add("name", json(name));
        o.add("kind", json(kind));
        o.add("comment", json(h.comment));
        o.add("aliases", list(words(facts.aliases), [](string const& s) { return json(s); }));
        o.add("formula", json(facts.formula));
        o.add("derivative", json(facts.derivative));
        o.add("source", json(facts.source));
        o.add("parameters", parameters(k));
        o.add("range", list(std::vector{facts.lower, facts.upper}));
        o.add("max_ulp", list(std::vector{facts.max_ulp.value, facts.max_ulp.derivative}));
        o.add("cancelling", json(!facts.cancelling.empty()));
        o.add("cancelling_value", json(!facts.cancelling_value.empty()));
        o.add("surrogate", json(facts.surrogate));
        o.add("form", json(calls_of<F>::form));
        o.add("calls", calls(calls_of<F>::all));
        o.add("with", json(requires(K const& other) { f.with(other); }));
        o.add("each",
              json(requires(actfn::core::rebind<K, actfn::engine::parameter_view> const& p) {
                  f.each(p);
              }));
        o.add("options", json(requires(actfn::row_options const& r) { f.each(r); }));
        o.add("loss_options", json(requires(actfn::loss_options const& r) { f.each(r); }));
        o.add("train", json(requires { f.train(1); }));
        if constexpr (actfn::pointwise_kernel<K>) {
            real_facts(o, f, facts);
            o.add("errors", errors({evaluated<f>::all, facts, {facts, f.kernel()}},
                                   root_ / "tests/data" / kind / (name + ".csv")));
        }
        add_errors(o, f, facts, kind, name);
        if constexpr (actfn::complex_kernel<K>) {
            using W = decltype(f.kernel().at(actfn::complex<double>{}).value);
            o.add("real_valued", json(std::is_same_v<W, double>));
            o.add("holomorphic", json(facts.holomorphic));
            o.add("equivariant", json(facts.equivariant));
            o.add("symmetric", json(facts.symmetric));
            o.add("reach", json(facts.reach));
        }
        o.add("reduces", json(actfn::reduction_kernel<K>));
        std::vector<std::size_t> rows;
        for (std::size_t r = 0; r < others_.rows.size(); ++r) {
            if (uses(others_.rows[r].here, name)) rows.push_back(r);
        }
        o.add("elsewhere", list(rows, [](std::size_t r) { return std::to_string(r); }));
        draw(o, name, f, k);
        functions_.push_back(o.text());
    }

    void print() const {
        auto const itself = [](string const& s) { return s; };
        object o;
        o.add("functions", list(functions_, itself));
        o.add("instructions", json(actfn::bench::instruction_set()));
        o.add("systems", list(others_.systems, [&](string const& s) {
                  return "[" + json(s) + "," + json(others_.where.at(s)) + "]";
              }));
        o.add("rows", list(others_.rows, elsewhere_row));
        std::puts(o.text().c_str());
    }

  private:
    static string elsewhere_row(document::row const& r) {
        object o;
        o.add("system", json(r.system));
        o.add("name", json(r.name));
        o.add("here", json(r.here));
        o.add("there", json(r.there));
        o.add("remark", json(r.remark));
        o.add("code", json(r.code));
        return o.text();
    }

    static string calls(std::span<call const> all) {
        return list(all, [](call const& c) {
            return "[" + json(c.verb) + "," + json(c.of_numbers) + "," + json(c.of_ranges) + "]";
        });
    }

    static string errors(measured_errors measured, fs::path const& table) {
        auto const both = [](two_errors const& e) {
            return "[" + json(e[0], 3) + "," + json(e[1], 3) + "]";
        };
        object o;
        o.add("samples", std::to_string(measured.samples));
        o.add("largest", both(measured.largest()));
        o.add("binades", list(measured.by_binade(), [&](auto const& one) {
                  auto const& [where, largest] = one;
                  return "[" + json(where.first) + "," + std::to_string(where.second) + "," +
                         both(largest) + "]";
              }));
        two_errors largest{};
        auto const points = measured.at_table(table);
        for (auto const& p : points) measured.raise(largest, p.errors);
        o.add("doubles", list(points, [&](auto const& p) {
                  return "[" + json(p.x) + "," + both(p.errors) + "]";
              }));
        o.add("largest_of_doubles", both(largest));
        return o.text();
    }

    static string all_of(std::vector<worst_errors> const& members) {
        auto const one = [](worst_error const& e) {
            return "[" + json(e.ulp, 3) + "," + std::to_string(e.points) + "," + list(e.at) + "]";
        };
        return list(members, [&](worst_errors const& m) { return list(m, one); });
    }

    /// What is measured of functions that are not pointwise.
    template <class F>
    void add_errors(object& to, F const& f, actfn::facts const& facts, string const& kind,
                    string const& name) const {
        using K = actfn::engine::settable<typename F::kernel_type>;
        fs::path const table = root_ / "tests/data" / kind / (name + ".csv");
        object o;
        if constexpr (actfn::gated_kernel<K> || actfn::elementwise_loss_kernel<K>) {
            std::vector<float> const others =
                actfn::gated_kernel<K> ? std::vector{-21.7F, -0.75F, 0.013F, 1.F, 3.3F}
                : has_signs(name)      ? std::vector{-1.F, 1.F}
                                       : std::vector{0.F, 0.25F, 0.5F, 1.F};
            pair_errors const all(f.kernel(), facts, table, others);
            o.add("members", all_of(all.members));
            o.add("others", list(std::vector<double>(others.begin(), others.end())));
            o.add("binades", list(all.by_binade, [](auto const& one) {
                      auto const& [where, e] = one;
                      return "[" + json(where.first) + "," + std::to_string(where.second) + ",[" +
                             json(e[0], 3) + "," + json(e[1], 3) + "]]";
                  }));
        } else if constexpr (actfn::complex_kernel<K>) {
            plane_errors const all(f.kernel(), facts, table);
            o.add("members", all_of(all.members));
            o.add("lowest", std::to_string(plane_errors::lowest));
            o.add("directions", std::to_string(plane_errors::directions));
            o.add("cells", list(all.cells, [](double x) { return json(x, 3); }));
        } else if constexpr (!requires { K::static_group; } && !actfn::halves_kernel<K> &&
                             !actfn::pointwise_kernel<K>) {
            exact_row_function const exact = exact_row_of(name);
            if (exact == nullptr) return;
            row_errors const all(row_of(f.kernel()), exact, engine::multiple_of(f.kernel()));
            o.add("members", all_of(all.members));
            o.add("rows", std::to_string(row_errors::rows));
            o.add("bins", json(row_errors::bins));
            o.add("histogram", list(all.histogram, [](auto const& counts) {
                      return list(counts, [](std::size_t n) { return std::to_string(n); });
                  }));
        } else {
            return;
        }
        to.add("accuracy", o.text());
    }

    /// Value and gradient of a row of floats or doubles.
    template <class K> static auto row_of(K const& k) {
        return [k]<class T>(std::vector<T> const& x, std::vector<T> const& g, std::vector<T>& y,
                            std::vector<T>& gx) {
            using V = actfn::math::pack<T>;
            actfn::math::along<V> const all(x.size());
            actfn::math::line<T const> const in{x.data()};
            actfn::math::line<T> const out{gx.data()};
            if constexpr (actfn::row_loss_kernel<K>) {
                std::size_t index[actfn::math::lanes<V>] = {x.size() / 3};
                y[0] = actfn::math::first(k.of_class(all, in, index, out, T(1), V(1)));
            } else if constexpr (actfn::reduction_kernel<K>) {
                y[0] = actfn::math::first(k.reduce(all, in));
                k.backward(all, in, V(g[0]), out);
            } else {
                auto const members = engine::row_members(k);
                members.forward(all, in, actfn::math::line<T>{y.data()});
                members.backward(all, in, actfn::math::line<T const>{g.data()}, out);
            }
        };
    }

    template <class F> static void real_facts(object& o, F const& f, actfn::facts const& facts) {
        using K = actfn::engine::settable<typename F::kernel_type>;
        auto const end = [](actfn::facts::end e) {
            return list(std::vector{e.value, e.derivative});
        };
        o.add("left", end(facts.left));
        o.add("right", end(facts.right));
        o.add("kinks", list(std::vector<double>(facts.kinks.begin(), facts.kinks.end())));
        o.add("monotone", json(facts.monotone));
        o.add("odd", json(facts.odd));
        o.add("even", json(facts.even));
        o.add("saturates", "[" + json(name_of(facts.saturates.left)) + "," +
                               json(name_of(facts.saturates.right)) + "]");
        o.add("smoothness", json(facts.smoothness));
        o.add("lipschitz", json(facts.lipschitz));
        o.add("domain", list(std::vector{facts.domain.lo, facts.domain.hi}));
        o.add("init", json(name_of(facts.init)));
        o.add("learnable", json(actfn::has_parameters<K>));
        o.add("from_output", json(actfn::has_derivative_from_output<K>));
        auto const at = [&](double x) {
            actfn::jet<double> const j = f.kernel().at(x);
            return "[" + json(x) + "," + json(j.value) + "," + json(j.derivative) + "]";
        };
        std::vector<double> special{-facts.infinity, 0, facts.infinity, std::nan("")};
        special.insert(special.begin() + 1, facts.kinks.begin(), facts.kinks.end());
        std::sort(special.begin(), special.end() - 1);
        special.erase(std::unique(special.begin(), special.end()), special.end());
        o.add("special", list(special, at));
    }

    template <class F>
    void draw(object& o, string const& name, F const& f,
              [[maybe_unused]] some_kernel const& k) const {
        using K = actfn::engine::settable<typename F::kernel_type>;
        auto const found = pictures_.find(name);
        bool const table = found != pictures_.end();
        picture const p = table ? found->second : picture{};
        o.add("interval", list(std::vector{p.lo, p.hi}));
        if constexpr (actfn::pointwise_kernel<K>) {
            auto const at = [](void const* kernel, double x) -> actfn::jet<double> {
                return static_cast<K const*>(kernel)->at(x);
            };
            if constexpr (requires { typename K::draw; }) {
                auto const value = [&](double x) { return at(k.data(), x).value; };
                auto const derivative = [&](double x) { return at(k.data(), x).derivative; };
                // Those of the parameters that are drawn.
                o.add("curves", "[" + curve("", value, derivative, p.lo, p.hi) + "]");
                o.add("draws", draws(f, p));
            } else {
                o.add("curves", pointwise(k, at, p, table ? &p : nullptr));
            }
        } else if constexpr (actfn::gated_kernel<K>) {
            o.add("surface",
                  surface([](double a, double b) { return double(K{}.at(a, b).value); }, 4, 61));
        } else if constexpr (actfn::complex_kernel<K>) {
            o.add("plane", plane([](double x, double y) {
                      auto const w = K{}.at(actfn::complex<double>{x, y}).value;
                      if constexpr (std::is_same_v<decltype(w), double const>) {
                          return std::complex<double>(w);
                      } else {
                          return std::complex<double>(w.re, w.im);
                      }
                  }));
        } else if constexpr (actfn::elementwise_loss_kernel<K> || actfn::row_loss_kernel<K>) {
            o.add("curves", loss(f));
        } else if constexpr (requires { K::static_group; }) {
            o.add("row", groups(f, a_row.size() / K::static_group));
        } else if constexpr (actfn::halves_kernel<K>) {
            o.add("row", groups(f, 2 * a_row.size()));
        } else {
            o.add("row", row(f.kernel()));
        }
    }

    fs::path root_;
    std::map<string, picture> pictures_;
    elsewhere others_;
    std::vector<string> functions_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s ROOT\n", argv[0]);
        return 2;
    }
    try {
        program all(argv[1]);
#define X(name) all.add<listed::name>(ACTFN_SITE_KIND, #name);
        ACTFN_SITE_FUNCTIONS(X)
#undef X
        all.print();
    } catch (std::exception const& e) {
        std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
        return 2;
    }
    return 0;
}
