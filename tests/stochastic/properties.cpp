// SPDX-License-Identifier: MIT
#include "stochastic/properties.hpp"

namespace tests {

template <class T>
void check_parts(subject<T> const& s, columns<T> const& in,
                 void const* (*from)(void const* f, std::uint64_t element)) {
    for (port<T> const* p : {&s.together, &s.derivative, &s.backward}) {
        columns<T> const whole = p->arriving ? in : columns<T>{in[0]};
        columns<T> const expected = run(*p, s.f, whole);
        for (std::size_t begin = 0; begin < 40; ++begin) {
            void const* const part = from(s.f, 5 + begin);
            for (std::size_t const n : {0U, 1U, 7U, 16U, 33U, 64U, 65U, 110U}) {
                auto const cut = [&](columns<T> const& all) {
                    columns<T> parts;
                    for (auto const& c : all) {
                        parts.emplace_back(c.data() + begin, c.data() + begin + n);
                    }
                    return parts;
                };
                verdict v;
                for (way<T> const& w : p->ways) {
                    expect_same(v, cut(whole), run(*p, w, part, cut(whole)), cut(expected),
                                both(*p, w));
                }
                INFO(v.text);
                REQUIRE(v.failures == 0);
            }
        }
    }
}
template void check_parts(subject<float> const&, columns<float> const&,
                          void const* (*)(void const*, std::uint64_t));
template void check_parts(subject<double> const&, columns<double> const&,
                          void const* (*)(void const*, std::uint64_t));

} // namespace tests
