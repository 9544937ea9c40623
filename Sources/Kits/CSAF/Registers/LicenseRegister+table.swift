extension LicenseRegister {
    // Digests of the identifiers in lower case, four bytes each, little-endian, ascending, in Base64.

    /// SPDX licenses, release 3.29.0.
    static let licenses = """
        3TcMAJ7bMwBbCjYArgZNAGm/WQC8GZcATLDpAHLnSgG9+s8Bh+GJAiHxzgIFOMoDpgb1Aw5HKQTTNzIEZLVDBNeEXwRPo3IEdXh0BCi1hgQcSrEErbjgBFEI\
        DQWFGw0F1q4hBcqVQgU/BYEFhbqaBZC8pQXWIb4FUZfGBZw11gUL59gFkBz/BZ+SXwg0p8kIMu79COpXGgk8a2IK2k6iCouNmgud9cAL+tDADD5f4gwStAUN\
        +UhKDQmUyA3kNv4NXYgwDkpM2g6ytvkOGkf+Dsp1/w9mEE0QABFNEBkRTRB/Ek0QbByiEPxLrBDdPpIS8SI0EyInNBNbLzQTfhVcE4vrYxPzj7cTMYXBE6MG\
        DhQALxMUJJ45FJd6/BQvLkgWLelJFkiNSxbUXF0W02V/FlU/aRcfLncXG+rpF0G++xdf9w8YFnMqGAm9LhjEAU0YXTtDGRQ/8hnfsjYan5tOGiqlXxoWhY0a\
        kDXTGkc80xq2PeAa3i0EG6ArKRsumb0bT7LeG1D1NxzKUDocgg3nHACTZR0uvZAeulSyHqcI+R4QviIfXtgfIBCMLiDg6XYgMjY4IQwMhiFfM4YhAXXLIfVC\
        +iFcNisiefgsIoX4YyL8Fd4iMBiSIyNFwSOQFzokdj1eJDPsOCWwkpYlznJTJu88tCaw4NAmaCRfJ7kccCf0vnInCuVzJw4TIihym2go5ExBKS6qTCnuOHMp\
        RJ78KSdMrSsMyhYsht6SLFb+bC3qQqwuhy/1LvE/HzAjTCswdNNGMMpnhTDj4QgxbOQIMUzWUjFyD1YxvyjoMXLK+jHzm1My2HnuMp0rIjQgwTw116pWNQ3u\
        yDUCyeI1zSs9Ns4l/TYxdyE3r0uNN91Wsjdm1PU3QTMHOG5AMzmbH4U5VdX7OV2PgToYF7E6MMI/O9XfhDs6CL47Bq7HOzRzzjvkI907tybdO2Qm+ztpWoo8\
        YlqiPAE9yTwmdpQ95NCaPVaEaj4PqbU+I9rGPq1A2z4JpyQ/zPtVP++VkT8p+qw/lvqsPybIzj9SmSdB3/FbQd8EdkGaxspBAQdIQh3rrkL+bbhCOpXbQlv6\
        H0P0CGlD7w5pQ/KkwUOtvcFD/cIsROH6ekRQn8NE09Y9RieWREY3b3xG1Er4RowQk0cNN5NHVQrJR6sWDkjyhKxILEEQSS37J0ltkSlJQ4c1SeCvZEnVCKFK\
        YlytShZwv0qVqVZLGSbJS+TpykvN+cpLPZkgTGtTy0yk4N1NoHgWTsthWU6hZptOu7NYT938MVA78oBQZ/YLUeD9pFHBCMJSn0maUzOLOlSNW1RUbHEkVUxJ\
        Y1W1SmNVVXenVfZ3sVWUkMdVGiATVtXQF1b1walWD5aPV7gwwVdKp2BYoLpgWDFtalirZMtZVJ73WStAvFrYQLxaGQHPWkf8J1uGhCpboEZLXPMHnFzVZOFc\
        Vq8KXXT9Zl31nRVeELxgXqUC4l7qZ5BfB+G2YDKFzWDQ+C5h/Z5QYbUgMWIv5VxiieUVYw4IZ2NILXljG7Q5ZBjSa2TVH7Vk/KW3ZLfeWWU//Oxlr9gkZwAJ\
        Z2duI8FnmGnfZ0Vr32fiVeFnfpDkZ8bfHGihhX5oNCuwaNUwu2iXH3lpTUaJafPhB2pHFmBqkS3yaoVAuGtTjphtWfP8bd5sQG7yr9luAxznbrYc525QHedu\
        NSDnboIh527PIuduaSXnbhwm524aO+duYQD/b4xFe3Do8bRwHoFDcQW/RHHY10RxDoVacWzGY3GyUspxo14lclTi+nIhGepzV2rvcwR9BnXsIxZ1/YYddfSk\
        hXW2M8t1NCn3dY7fInarNiR34qk4d3l8WHcMHF93LC2id7PZbnh2rZt40e4KeUtt3nmGHUF65nZHeiePb3peIq97ZuNdfEFr+3wHNB59zD/CfTRNmn4hh7l+\
        2o+5fnqOAX/Oe6V/DGy0f8I0/H/Sx5mA0nbngCyz+4DgfI+BiSrMgcWxJoJ8+SyCrjyOgm7atYJR7C6DilHlhO3V4IUB4++Fgy1Yhkbs5Ybl8QiHqySvh/e9\
        v4fgyLKILdiyiFrbsoiAl82ITrJbicFouIpbM/eKuv2yiyUbt4vNVrGME/IZjvrpiI6t6oiOujUWj0DNHY80bGCPTV6BjxifOpB3in6QXsq3kH6ewZDiAEyR\
        iSPPkQF0VZLOzoWSJLj/kgtqK5PYbSuTe12wk1Et0JNWFDqU4RQ6lOGhTZT4hE+UqJq9lGZ0h5Vn7/CVgarxldt+LJae+nuWS06JlmsVspYSFpCXJ7nalzi5\
        2pd4R/6Y42UVmaazKZkxnJuZ1PvPmTtwbJtteeCbaCocnJa83pyOXOScJlU3nUKjWZ2e25adovimnQUotZ1J6sOdOnYwngGWpp77CrueI2G7ns+YzJ5ce9me\
        H2Man6pE+aCp7iOhogejoZxgqqHXkGWipjaIoo88iKLMCtOidergoh1OA6O6jgWjobQFo4F5G6OVniijMWKpo9MQs6MZ2AylOb4SpYKPPKXgshSmIhxJpnWM\
        f6bWjymnpvtgp7SwT6iFDQWpdxlKqSy0dakY5gSqkllFqrXZd6oEYd+qGcb7qrMNpKswfqSrZyF1rABtoqxviLatHIm2rfWJtq1yRe6tEaLyrmuxMK/4g1Cw\
        zczksEe7ErHgNzaxVuxcsTBCp7HHULix8FhfssE7NrNK45GzfhTAs9UveLRiI9i0MSTYtFra5LRsZVa1KEmJte7D1LWycaO3qI6yt9rgzLd069C3gMACuLxI\
        9LjY4Jm5uQHJuSrLFrtKmbe7hbPmu/6Tcbw7Eti8Rpk5vY0PoL0haaq9eVUVviUpHL5G+GK+pkJVvxP/Yb8uRCfAC+hKwD2MzMDC9MzAJwErwRXJg8HTF47B\
        8AmpwR8rKcKtpXjC6jmVwqn1l8KOIvLC50iNwyxsVMVIkC3GoPuNxpubo8ZK9dbGYxbyxpHAXMfVkePHNXt4yIeklshMM5zI7GHEyD3XUsqSkpnLVy/PzNBa\
        M81iq1/NP1f4zSknq84LTLLOfS5F0NRnptAyk/HQfub60H4qcdEf04fROG+30SvxH9J2qSjSMZ1c0lO2ftLJZYfSYMKZ0jmU4dPySQXUgdFp1KFz69TbspHV\
        trld1gUqsNbd9LnW1cvH1i4KCddefMPXLy7u10p9+dcRZu3YUIyA2WvMiNldPr/ZcI2/2WLk+NkoZyXayyAd2+V0XNuKaYHbOWuB28rRztvTSnDcuwTM3BKE\
        1tx87x7dzufR3mTpBd9rylzfAPtj3971aN/gfO3fg/da4MsQW+AxU2zgC+514BeesuAip9zgEL3s4OJKg+Hzw6nhOJcj4r8GSOKJrL3i3q+94nk1zeL2yM3i\
        3xso46wcKOModrPjDeC04xSQ7+M6IgTkeWAL5DcoyuQWQkrlUdWd5UMmzeWcJs3log8+5mn7TuY03l/mEEcg539WJugdHEToZlR+6KH1z+hW+8/ocl3r6f3W\
        ++lceHfqok6t6n8Jruq6ULLqb1ZM67f3G+yxBJ3scx2w7L5pFO3ce4bt+XsA7gNTHe7WVk7uHWZk7ub8we7IoFvvBGxo73euqu8F5X/wWXCO8QeNWvJ5eaDy\
        tnug8t6pY/QnbIv1ixU79jdriPZ3lo/2XYOS9jB7rPbYN3n3B8YE+FkOavjluP34nNAf+eBhL/lKjnj5aOXD+cFV/vlv/fT6A1+Q+8qHIPwnERL9jMNJ/box\
        4v1Wlgv+huh8/jHpfP7m6rb+NfW2/uCU7/4aPwf/Ui8Z/zIi6f/KVvH/
        """

    /// SPDX licenses that should not be used any more.
    static let deprecatedLicenses = """
        sd0bByVwWiZocVomv3daJhKK2zDDSR439gVzNzZyck/Jf3JPgtfyWS6v1Vtd6YhcfNmXXE88SIHQoluY/GT/m/ivFKinFeGswhNTsPqX/rIZYla1wyiUwBgA\
        uMhBnePKccXj1Lg9rNZ+gZ3fOdvm4MBVruZ2lP/nEJPw8y+p0Pc=
        """

    /// SPDX exceptions.
    static let exceptions = """
        ad94AGH8LQTHTccF5bYhB1t2tQdoE20Jm4oeCgSkYgpwgwoLtDu9Cwz6/QzS29cTddknFNFPLBbp9+8XipPIHuIMqyB60VQh0gNnJLSQ7CpmKwQtTYEFOjvd\
        hzop+q89NqjgQ+Wo4EPdMfNEeOf9RbwnMk66OBdY1+1+Xms6iGNwSb1mqMbyaSewBWoFCBdqw4ZBaiGTMX3jTYN91xlXgJv/7ojlGs6KLusejMr7UZHujlCS\
        sGOxlfJW+5baSbCZtWD5mzBrGJ25ZnqfyjCPoXwGw6e9ymKriG8UrOUDkq5uB1+vXhx6r9xB/bG7kRK32yHVuYABGcl8U8jJ930Zz0xvZs8vxCjQe4fn0MrJ\
        /9NJ1P/T27Bx16LVv9eIY6zYdB/l2jmPStvHU1Xemf8b5Fq8KeboRU3r54gb7O1MTOy+viLxxDsn9LJ+R/Y92gj6QEmC/w==
        """

    /// SPDX exceptions that should not be used any more.
    static let deprecatedExceptions = """
        VpyX4Q==
        """

    /// Licenses and exceptions of ScanCode LicenseDB, without `LicenseRef-scancode-`.
    static let scanCode = """
        fVcUAP8/LQBbCjYACzlLAK4GTQDmvFYAvBmXAAfXtABMsOkAATHsAOlZ+AAx1/4AamEHASJ/KQH/ECwB1wl0AcvWgQFVbpMBrNK6Ab36zwHrRF8Ch+GJAtz1\
        kwKfiLYCKPq5AuB0vwIh8c4CumxZA1hBZAP+aNQDvPjyA6YG9QNABQcEcfwXBMAdIQQORykEnacvBNM3MgS8bWIEdXh0BBxKsQTkkQIFUQgNBYUbDQXWriEF\
        +jZABcqVQgUqGlAFZJ1gBfChcQWjIYEFg/eLBYW6mgXjxqEFkLylBV9WrAXeVqwF/emyBQeTvQWplb0FdJa9BdYhvgWxVsYFUZfGBcdNxwUL59gFjCTZBRWi\
        9gW4tTsGEnRGBq7sWwaYFl0Gmq1fBi4GYwYPmWcGFHBpBklCfgZtuqkGSwO7BrgtxQZFiOEGaNPyBiRp9gZtm/4GZcwfB+W2IQfsDj0HlgVDB0dv2wd48d8H\
        Go76BybPLwhawIkIXK2TCPSjpgjND6wIPEuuCDSnyQiFXOEILn77CDLu/QhPqgUJedZQCRfEWwlASboJ4+y+CalJ6Qn4T+kJTbDqCfpD7QlYwgoKm4oeCiun\
        Owo/6UYKPGtiCjdsZgrC8Z0KflCjCq8CrApl5g8L2ZZbCzK8bwuLjZoLXGyoC7Q7vQtHvNALQfEiDPrJoAz60MAMxobLDHdY5QxKpeYMErQFDbiMIg3aBysN\
        1sgsDQkCNw35SEoNtkVaDfCDaA2+j58NxB+pDQmUyA1BjckN7DJaDk5vqg7dULIOAazXDkpM2g4aR/4OqlQdDyvgKw92GDkP705DD/Qogw9H0IcPjoTHD5HH\
        4A8I0vcPJqYFEIpxRxDLz0gQUbpyEGwcohD8S6wQ6JnZEGM84hCHoAIROu4OEZVyIhFjoScRfscrEY64QhH8TkgRM0GREU8cvRG63r0RR+fREfwB+BGOv/4R\
        +g49EkvcXhKVcWESALB4Et0+khKBo5MSkJSwEo5ysxKuYuwS7VkIE6efCxPxIjQTIic0E1svNBPsmkETAMlrE5KvbBPzj7cTngy/EzGFwROaOcMTLXLJE9Lb\
        1xOjBg4UAC8TFCfEFhR12ScUJJ45FGj+ShQFpFYU04WXFCN+uRSFecMUl3r8FEBsbRUCOdMVfjjnFVv0HRZ7QiwW0U8sFuaHMhYtDzMWpOo0FuwFNhYvLkgW\
        LelJFkiNSxbUXF0WKtteFtNlfxZqhqIW4b+mFjlUvxbcDuYWCIAFF6lMExdJclQX455qF1/yqhepNMAXVp7bFxvq6Rfp9+8X/aT0F0G++xdf9w8YCb0uGMQB\
        TRiW3nAYZIl2GKvZqhggi8EYZXDdGJLuDBnOrRcZyaAoGRqJPBldO0MZkNxXGQaE0RkiftcZFD/yGbsu+BlxBQsa37I2Gp+bThqQOloaKqVfGjP0YhoWhY0a\
        hcSWGl1Pqhob4cUaiUHcGrY94Bpv/foaypH9Gt4tBBugKykbVBg2G6sYNhv+GTYbTR42G/wiNhsBKTYbsio2GygtNht/LjYbZn+JG3WojRvO1pAbu7mXGzbE\
        rRsIkLAbPqizG0+y3hvo5/Abo5IHHCayFxxECjUcY3dEHFFmkhzCCJscgg3nHNqBRx2JjFcdAJNlHcTTbB1Ur28d7bRzHUhGhh2y1s8dZen+Hd3PTx6RL3oe\
        4jJ6Hng3eh4uvZAe9tS2HsIn4B4k/OkeFwD7HrcPFB/79hUfEL4iH1NoRR/vxlof+piJH42fiR97rIkfqKyJHwwjsB/N+gwgon4WIF7YHyAQjC4gdotuIODp\
        diD5MIQg1waMIOIMqyAR3wghMjY4IW+KRyF60VQhDAyGIV8zhiFnm4sh6wWYIQF1yyFk3t0h9UL6IRrWKSJcNisiHM4uIr3nMiKnmTgiGMlFIo7iayKS5HUi\
        mgR4IiI4iiI5+JYi0qaeIv2vqyK0Q8sirxLeIvspBCOyRh0judIsI1C2OCNDDGQjJ0VqIzAYkiNhJpsjimqkI09jxSMScgYklv4GJEzCECQuQTIkh0hVJHY9\
        XiRIrGck2tlzJAnbcyTj5XMk9A6GJMG7+CRweyEljfMnJTPsOCWiR3olosgDJgNPCSb8NC8mIdxRJs5yUyYlcFomaHFaJr93WiYrfJQmihagJiF2qybvPLQm\
        FlK1JrDg0CbeieEmx7vxJss39SbAffwmRcAEJ9xUGSc54R0neaA4J6PMTSd29FAnaCRfJ04UbSe5HHAn9L5yJwrlcye2GpMnhEzTJw4TIiiPqSYoYZQsKOsO\
        RyhnxEgoEJZiKHKbaCgqc7Qo5X8/KeRMQSkuqkwpoIpaKe44cynyB3QpXmSXKUKb0ymEI9QpfDrVKbwZYioUsWUqvGGbKjGYqyrSCLEqvru/KrSQ7CqQhmkr\
        AkKKK31Cxiu2ZOYrImfsKwzKFixs5UYsMDpwLJl6hCw/cpcs2dTKLHPu0ixH+N0s13kCLWYrBC2XQiQtbhUtLeUrPC2ZUlwtVv5sLV/WgC1b/oItxOKOLViQ\
        mC2vkJgt4pGYLX23mC2eNqwu6kKsLmjLwi46JgkvC30TL/EqKy9rZlAvUyRVLy/IXS/KUnIvy0p7L+DonC+7faMvQSCxLwTV4y/xPx8wSbknMMkIOTB000Yw\
        ymeFMH8lljBI3LEwehjZMBKK2zD1SO8wxkLyMJhJADHj4QgxbOQIMb4RPjFM1lIxcg9WMQRLjDHRopMxvyjoMUrZ9TFyyvoxylwFMhrtLzJK0kYyv45yMhct\
        kjKyjagyKLiuMkBjrzLLEbIy/QLbMth57jKbXvAyJGENM+FxHzMjc08zeDtaM7IPXTP9H2MzpwC+M+ZcDTSdKyI0i38lNCNnpTRNTq40HVK7NOPJvDTbhL00\
        3gLJNB3BATVShgY1BmwKNdPRIDUgwTw18x+ENb4hqjVSm7I1De7INZZj2zUCyeI18ZnkNR5S7TUWxfQ1fw/8NSv+AzZkeRE2nKYVNs0rPTasbEI2iI9ENhii\
        UDafptI2U8bfNs4l/TYxdyE3JE9KN0NtZjejCHc3PL54N3oEfTdNYoc3wVuLN69LjTeWoao33VayN/hjtTdm1PU3P6oDOEEzBzhXzgg4jvUrOHpuXDiVwWc4\
        muKKOOJcwji9Nuc4dhDvOPKwDjk3WC05bkAzOU/gXDlWJHs5mx+FOYwQkDkgH7Y5oFX+OU2BBTpwEA86XGkPOivuGTreIik6cTBDOnX4bTrveG46XY+BOjvd\
        hzrQasU6ph7gOosn4Trjx+86XjAhO/EaLTtWnDI7MMI/O0xOTjsA5V07AkN5O5XVfjvAcH871d+EO7fNnjvyFqo76fWxOzPetTs6CL47gDjBOxGdwjt/is07\
        5CPdO7cm3TspOeA7+uQCPJISNTw2EFo890l8PGlaijwBPck8j+TUPGP38DyA8wk9fmIaPbpxXj3jLns9jpGBPSZ2lD3k0Jo9jM2iPVU2qj0H4K49KtrPPa+Y\
        0z0aXvU9E8YYPmZ8Oz5WhGo+PDJ7PtvjfD5a78w+mJjNPldp7j4IQQU/CackP4mfLj+yKkI/UDVFP44MeT9Oc4c/75WRPyn6rD+W+qw/sve9P+562z8yhd4/\
        UVnjP6xb4z/2tiRAUuguQCB+RUAf/21A8WGBQI/xgkCeIJNAC/WmQK0Qq0Af6KtAS+WtQOktxkBSmSdB3/FbQd8EdkGDnnpBr5QeQiJmfEKhvJFCHeuuQnol\
        tkL+bbhCiDzSQjqV20KFIAhDIOEJQ2FeEEOGkxdD8ZQXQ7CUGUNb+h9DqqNgQ/isYkP0CGlD7w5pQwsOa0N+loJDNdyEQ9EukkP205xDh5GvQ/KkwUNUpcFD\
        rb3BQzao4EPlqOBD6mfhQ9H19EP9wixExXpARBceTkQ6MHJE4fp6RFCfw0TahslE2ZXJRIK0FkWKLidFxtM1RS5qY0XqEY1FGsqdRXh7ukWapeNFbM3qRR2e\
        AkZTxxBG3BQ8RtPWPUY7TGlGN298RrBdkUa/UpJGtg6TRt/BwkbcetVG1Er4RkHwI0dDT1lHIC14RwlHjkdY8ZJHjBCTRw03k0cR1pZHVQrJR+omykerFg5I\
        kXsSSDV2T0hrOmBIcexwSPKErEjJCLBIxh29SNeR3EgN7wRJLEEQSRxHFUkPFhxJLfsnSeCvZEkiMrVJy9vsSSre7EmOaRtKPw4hSqf2dUpscHtK2nh9Snk6\
        gkohn4tKsmuNStUIoUoWcL9Kx1c+S3D+RUuVqVZLwLmuSx6s8Us9mSBM29AyTNAjUUzOCIJMa1PLTHo360zxzCdNZ40rTX5Gq01i3NpNpODdTds+600DNB9O\
        pTUfTlA3H076Oh9O3psfTrwnMk7LYVlON9FaTs2va06A4XJO9bd2TqFmm06mwJxOaJifTvzuok72WdFOjB3dTlZB606kYyNP6o4jT2+qVU/YZmdPNnJyT8l/\
        ck8dH6dPa0fST2HH3k/xuwhQi/pCUF/GQ1Ac+01QO/KAUJTQg1DWN6VQlaPpUJgfCVFhAA1RdTIpUW/siFESEK5RSbDXUeZe5VFNT+5Rq3AVUlEOJFKs8kZS\
        STyUUsVCu1LBCMJSj6HMUioK1lLriwxT3LIpU2ogK1MV1z5TeFhLU7zyhFOfSZpTgV6jU8PlplPXfr9TbooeVDFKM1QzizpUM3tvVN5ZkFTf/ZRUYDaaVAJY\
        oVTQt6ZU1NLYVAPX2FRq39hUdvjqVGxxJFVJAFVVTEljVbVKY1WKnnRVlKF/VVV3p1UCAbBV9nexVZSQx1W3Be1Vhlz0VaN7+lUaIBNW1dAXVi1lLFZvIVNW\
        9cGpVkXbvlZa6tFWduMeV2YzIFeY8ShX36qNV/cujlcPlo9XUxzOV7o4F1hPXi5YSqdgWPe5YFigumBYUpWFWDOYGllkO4FZ6MiYWYxouVmrZMtZMWbiWYLX\
        8lnTKUBalZ+mWukguForQLxa2EC8WjcywlohlctaGQHPWvxx+1rxMgBbR/wnW4aEKlvtiwFc7ZVKXKBGS1wWjU5c+MxTXFBWXFxun3Fc+PCXXPMHnFzVZOFc\
        4LXnXJaI9lwiyf5cVq8KXQCiIF3NoiBdnOM0XXT9Zl2TfSZePrUuXsrGNF5+Hj9eyV1SXhC8YF7X7X5eeC6aXuudv169y9lepQLiXliR516QXelecFUQXyJl\
        IV885DFfwXtTXxmHXl9eBJ5fF/OgX2ILql+BoqtffZv4X2MzBWDXi3tgMtCBYBoDrGAH4bZgb7LdYOmf92An4ftgSFArYdD4LmH9nlBhfq1lYfoicGGbEHph\
        VZ17YTJojGF8/o1hTCmhYbE03GE/F/NhwGUdYrUgMWJYqUNiLJ1QYoTrYGJqA2xiy0MHY4nlFWM/tC1jUTVJY5DGSmN/Mltj93lnY/nVcGNILXljcsp6Y32U\
        gWMKzYZjazqIY5Pij2NybRRkJtgWZBu0OWQY0mtkBR7PZCO6DGWccB5ld545ZbeAUmVUxmRl10NnZXLKj2U6jpNldEiwZSQ4wGWENsZlRwbNZbWhdWYjUndm\
        tNe2ZnBJvWZqFexmr9gkZ3cXamcIEW5nRRZ2Zw3rgmelVaVnRKCmZ24jwWeEHdJnmGnfZ0Vr32evtU9o/LZPaHH8ZmjOp2poAF12aKGFfmiJVa9oNCuwaNUw\
        u2hG9N9otUEAaVxuNmlyXkdpoEFMaXJoWmnV5V5pSR9faeSJlWn6Ip5pixrIaaWg3GmoxvJpBQgXaufBQGpSwkBqw4ZBauzzQWqmBFBqRxZgah4ri2qmAMZq\
        ZGsRazK/LmvVo0VrihVKa2YaW2sxhHJrdUuFa6xNomtTyK9rjMiva4VAuGva7c9rpa/za7oPOGzdHEFstzxMbN0oUmwNX3FsSEaYbKpAm2xDlr1ssYznbFyI\
        6mxasepsDrzqbNu86myM7Pxs415VbS1JaG1Tjpht8efsbVat/G1Z8/xt9NwBbjZ0EG4PUjlu3mxAbgszVm6Gj65uY23AbmOS325BI+1uMjP3bnxG/266gGNv\
        c6xzb5jydW+8PYxvFnifb28ZpG8H2advpE2pb0zorG/ah8pv1GDdb/tJUnAcNndwjEV7cOD6g3DoPa9w6PG0cG4Y13A7zj9xHoFDcdjXRHH5zkhxhEJMcWzG\
        Y3F+6npx1oh9cSE75nHnvg5y1c4OckPYRXImn8hyqFXPcofh+nJU4vpyPwQRc/pPKXPTfilz5fwsczrnN3NDT5BzFTaWc0Twq3P17c5zvrPTc4FY3HMhGepz\
        hf/vc51AEXTVAhZ0qbw8dJRuUHScr2Z0kMmIdJ69qHTg56h0RUa+dHRJ0HQ+c+l04NbtdImJ73Thavx0BH0GdewjFnX9hh11SpEddeIXOnXCATx1JRBGdQI3\
        SXX0pIV13PvHdbYzy3WvCNx1EAvcdSWaI3YLFWR258CDdlcQr3YJa892cVcTd6s2JHfMDSx3BuFVdwwcX3dhEJl3LC2idwlcpHerz/Z3X/ULeBG0Tnhw0oR4\
        NsuUeHatm3gFhcB40e4KeeYan3lO2gN60oULeoYdQXrmdkd6GlZNemaPT3onj296zjxwer+NdnrZR4t6hqWdegMAvXoPt9J6/cPkel0H7Xomj/F6wRVae5PV\
        pHteIq97Vy6wezu473s42f57rK06fDgFk3xLHJN8QWv7fAc0Hn2UxVF9yeRafQgrZH2No3x9402DfVXWrn3MP8J9U5fXfZVp830rlR1+lpsdfn3NVn6R4Ix+\
        IYe5ftqPuX56jgF/MRYDf1UlT3/893l/7x6Pf+9KpH8MbLR/OJS1f0ljyn+ZhfN/wjT8f5S+EoAIQlCARMRVgC9PVoDXGVeAlwFcgLrfYIDOm5iAQyW7gJ1Q\
        xYD74tGA0nbngMy274Ass/uAC6gGgccwMYG8GzWBVHM9gcIyPoHnpXqB4HyPgYkqzIGzUQWCxbEmgnz5LIIZeHCCrjyOgsJVj4Ju2rWC3STwgs3h8IJHHCiD\
        Uewug2UtToPqJJKDbwrQgw/uEIRnBBaEI3E0hD5kUYR1GHOEg0h+hOQRrIQkAiKFfSJOhUdim4UB4++F0/RghknqhYYF6tKGsOrShpv324ZG7OWG5fEIh+Go\
        eIcBdo+HrfGgh8gCpof3vb+HAiHRh8ES4oeRsgGImPUBiOGgBojylRCIHYlUiI7IjYhnW5+I4MiyiC3Ysoha27KIgJfNiIFs04gc/NOIYGvUiOmF2ojqyuiI\
        BoD1iGCQFIlOsluJp8a9iYkLw4k92tKJ0aThiQqU/YlJ4P2J4LAbivinKooUF2+Kg5OCil5Cp4rBaLiKeAO/igFs1YrPeNWKPHvVivQg6Yq3iA+Lbuw5iyiz\
        QIvAVEGLMmODi7r9soslG7eLHiDAi1ezDIzrvTeMBaROjOAxZoxnCnSMcCp4jForeYzet6SMzVaxjBlS0IybGuiMYRz0jN0W9YzVOveMQlgIjStAFo1HZCuN\
        O2o0jRX9OY1arD6NFi2EjcrWo42X8LONaJ/njZXf7o0T8hmOaAJXjg7YaI766YiOreqIjsL3uo5yF8yO7z0Qj7o1Fo9AzR2PprUsjyFXPI9ko0SPlrNUj01e\
        gY+GlIKP6PSEjyED3o9hjAOQD4gokBifOpDhNlmQrQppkLFRnJBeyreQMjrJkEE/yZAIHtCQHkXUkP/215CpPuuQlRPskCTCApFhMh6R+X47kRGQPZHiAEyR\
        yvtRkZTAeJF4JX2RELmSkba/upGE996RJjHnkSjg7pHWX/qR8d0CkuEDJ5I52DOS4SA6ku6OUJKuVVSSAXRVkh2uYZJpyX6S1n6CksctmJK0fwGTC2ork9ht\
        K5NTtjiTaUpakyFYZJPMcXCT4hubk9lLrpN7XbCTfUTCk1Et0JNgLP6TVhQ6lOEUOpThoU2U+IRPlPGQhpTtwLOUqJq9lN2h35SNtueUzk1elWHldZVmdIeV\
        vw2KlXeJqpWwY7GVpGWylWfv8JXNp/GVgarxlZIv+pVVWhGWRZ0nltt+LJae+nuWS06Jlp5OiZal4Y2WsmOVlmsVspZMarmWF7nFluij+ZZdoAqXhcQWl0EJ\
        c5deWIaXBCiLl9o/p5dz/KyX4ILKlye52pc4udqXhIcCmEmMKJhev5eYIWi0mISm4JjI5+GYeEf+mONlFZmBHSiZprMpmdSggpklv4KZMZybmdT7z5nWcPyZ\
        wFYAmqUKI5r660eaa7xgmlfhaJqVg4ma8mz+mo99IpvmKkibmM1pm1BJopsH976bycfWm2154Js5IPWbjXYCnGgqHJwZO1Gcl8ZvnPLvupzdlMGclrzenN9a\
        55zFCP2cT3oUnTBrGJ3PaTKdQqNZnVTlcZ0MqZKdz1OTnZ7blp1QP8OdSerDnc5LI57VMTyeqT48nk5oZp7ANHKe23h4nqbJkJ4BlqaeVpumnuIYrp7aE7Oe\
        +wq7nuHa1Z6kzdyeH2Man7ssHp+5Znqfdhu7n9Amu5+fK7ufPjW9n/Gs7p9T6POf2ZQ7oK7YTKChg5ugRhS+oFnjwaA9cs+gGKLaoMiY6KCqRPmgw48Loanu\
        I6EhU2Khn2xioRjSdqGu636hVteBocowj6GiB6OhnGCqoddP9qH78h+ipjaIoo88iKJp7qiizArTop9C1aJ16uCiepbyooux8qL2twyjgXkbo5WeKKPw4Vij\
        m5Vuo3CjcqPTELOjbCLlo9Zx5aMR+R+ku91RpELlUaSYI2SkbbmHpNtiyKR+qP6kOb4SpVdVIqUxKzilgo88pcOMVKVA62GlwWmOpbERj6VGuqOlAoXLpfz0\
        9aUZQwKmS1IspjVoRaazyk6mHcxOpnWMf6bv/oqmhhCUpjbDqqavnMGmW6rEpsfPzaYNWtWmooHcpgV6IqfWjymnpvtgp/H+w6cAVdOn7w7vp2CXCqjJDRKo\
        +K8UqHW6Gah0/yaoH1MzqFP+UqhNTVmoz8t8qHPRjqj6srKoemz0qBr1AKlF9gCp/+IMqXmEKKmeWkupDG9YqTMMuqlnBuypmrj2qaBVOqpJqZKqhGjAqgRh\
        36ro2vCq/un8qtlMEKsG2xGrOpYbq0deP6u9ymKrk7WVq7MNpKswfqSraaOoqz/8sKs5g7ervJHIq5aAzquvG9Krga4CrC6CBKyIbxSsN3AUrJnvJ6xtrTGs\
        gOs5rGchdawAbaKsNLK8rI5bwaygt9ysCnExrdxKq63nUrKtb4i2rRyJtq31ibatlcjzrblMPK4U8WmuTUyCroJvua7Rlr6ujm3GrhGi8q5befiua7Ewr/vr\
        Na8HcT2vbgdfrwYxYa9k+GivENJ7r/BRqK+lDbevPEXQr69y+q9k+WCwQK98sHEtlbCxg7Sw1j23sM3M5LBHuxKxfyQisbaBMrHgNzaxVuxcsWhkdrF7e3mx\
        MEKnscdQuLF9w8ixhu8Lst0qJrIxNy6ykN1DsvBYX7KFTaSybImnss85z7Kbs+ey+T4Bs8nLDLPEzB6zO80rs8E7NrObNkSzdsVgs4qBaLOSFIKzEQKEs4rg\
        krNnr5Sz8mCbs1OqurN+FMCzQHPps73s+rN7Ry+0x+Y+tNNTRLTDAXy0MxyBtIErhLQSkIa0y+CftIObtrQnp9K0YiPYtDEk2LQUOti0eDrgtFra5LQd0u20\
        9jEptY33WrUj9YC1KEmJte/ooLWA7qC1MgHMte7D1LUFutq1MgzwtSk7F7b6GRy2jRAltlpaLrZdpHO22PCVtgma3rYj4QK3u5ESt9kJQ7c4Lnu3t4h+t2hi\
        hLfPXZS31hGct7nInreycaO3qI6yt/XXy7fa4My3dOvQt59S0rcHxtm3hhz9tycbILhRyje4bfJfuGDMbrgVzW64xtJuuGUadrgAJ3a41id2uFbCmLj2sM+4\
        crgcufuWLLmgME65Mu5budjgmbmxLbG5nZ64ubkBybnbIdW5lpLaucC67bmuxPq5hOteusgCZLoXL6C6fM/JulxQyroqyxa7UIx/u9V+gLvw/Yi7JOiau8W8\
        rrs607e7+IrOu1JhTbwFsVO85fxpvP6TcbzbNI68F4CkvNPywLx8seK8prIGvUaZOb0zwWq975BsvU8Dg72ND6C9haimvd58rb0mZcC9EtDhvcLU5L1Yivq9\
        eVUVvqIARr5G+GK+fiBuvsY0cL4q1LK+vM7MvsNw3r7D5fC+THj5vk65Db8QKEG/pkJVvxP/Yb/kg4G/9MeCv4Mhmr+hIqS/o7LxvwvoSsBrBmnAGQCPwF3U\
        tMAe4MvAPYzMwML0zMCRdtTAPszWwPAT3cDHdOjA7nbywPWs9MAapQTBZwAKwYUoDsFO0xDB+UsdwScBK8EZFjjBYcw7wV0ST8EcdVPBFcmDwT9LicHTF47B\
        8AmpwcTqBsI9URrCHyspwmPBK8Je20DCYBxMwhuiZcKtpXjC4D1/wuo5lcKp9ZfCSDe0wu7Su8IzPcjCMo3Ywl2E8MKOIvLCtZUYw7MfWcMJH4jD50iNw6Pn\
        3MMZHd/DIKMIxH8FRcRWUHLExizvxPjJ78RWNALF8JMLxeH7YsUOrH3FdRSVxX7xpsUqjgrGSJAtxg0JasYAQovGZV+MxqD7jcZUL5PGm5ujxq5jw8btTurG\
        YxbyxiOj+8asXVjHHspbx5HAXMcg12HHN9lxx/1bgsdTZZnHcmy5x5C3wcdlbd7Hmkbhx9WR48eQd+jH7U4KyIv8P8jrTl3I2lllyLRGeMiHpJbIAUSXyBgA\
        uMjsYcTIzeTEyF0cy8hPlc7IgG/WyIGW4sipjRXJgAEZyUa7JckgRkTJAIWSycZglcm52JfJfFPIyTdJ18nn0vbJ7VwWyq+SGsrFdynKRxoryo7UUso911LK\
        ng+cyjRgwsrAu8bK5/3Jyh1Vzcq4x+XK3eTqytVD/MomvgzL06hGy4wuS8sLAVvLxeRky/MPf8tdj5nLkpKZy/3/xsv42NnLObn8y+MlAMwh/gLMYKpWzFd0\
        d8xoTZvMlfbazGDw3MziuP/MA0AAzdBaM82UrT3NYqtfzV57bc0HgnnNndd8zZ/Els0/V/jNOD37zSVzAM5uxB3OqI4mzvT1Rc5yhE3OfERVzuTkXc7NRWTO\
        7ht3zjmyd840CoDOKSerzgtMss5gXvnOqQ39zvMtAM9DDRHP930Zz4qhRM8/tVjPStZZz0xvZs8/iHDP1vOTz2zRqM/O58TPcnHFzzwc18/5zeHP7vUj0C/E\
        KNAPLabQ1Gem0Kth29B7h+fQmxHu0I8/7tAyk/HQQm730FNoStEmH0zRfipx0ag4q9E4b7fR5z/D0arH7dE3dPTRYtr00b2ZBdJXmwXShYsU0kwBF9IKixzS\
        3Cce0napKNK3mkHSNLlO0uV6U9JUy3fSJ8x30lO2ftLJZYfSYMKZ0uZltNKvjdPSZp3/0m7CANPC1BXTA2Yd03AUZtP5UmrTftqD06QHpdPJY8HTKkff05tz\
        /dPKyf/TSdT/0/B6A9SN8S3Uqwdb1KE/c9TOF4HUaKyV1IrNrtQAAdDUPbvq1KFz69S5svPUwIP01O02/NSK7EHV27KR1WW+k9VLIvzVLvIH1tDjO9a2uV3W\
        w51/1jp8iNYDKqrWBSqw1gnws9bG8LPW3fS51vVP1ta+LPrWkJAC1y4KCdfHN23X27Bx1/tKf9cCic7XPE7Q1/ICOdjaDoLYiGOs2MOas9h9YLzYemDU2KkO\
        7dgRZu3Yg1792HrFBtnMrCzZbslD2ZJBTtlSx3zZUIyA2WvMiNldPr/ZcI2/2WLk+NkoZyXad7ko2kGuWdpGz2TacBp/2rBojtp8IpTaiPmm2iQLwtrGYs7a\
        1pLZ2nQf5dpdHPDaaZo/2zmPStsEtFLb5XRc2wHKXtsbSHTbimmB2zlrgduTcZfbAkOx28rRztvJ6NLb/Gf7245KFtxbNkvcK0pL3IKqYty7BMzc7aze3C3I\
        8tx87x7dnkAo3VZ+KN2bwUTdozWq3SoPw92lCvrd5Pv83ZAg/t2TcwLeZG5m3jZAjN7Wp6DeV8m+3s7n0d4Knu3elKP73uiaDd8lKB7fKagk3/GIJ98xeTTf\
        KPZT32vKXN8A+2Pfnat03/epdt/bJ5Pfdh2W336Bnd87GcHfE0nV3+B87d9PPyrgvA8z4ETHUuDyB1bgg/da4MsQW+DPmVzgtmVn4DFTbOAL7nXg10qT4Hcp\
        p+BEWc3g91rN4BC97ODEHhXh4rAz4fJ2ReFHdFLh3p1W4ftcZeHiSoPh88Op4cA80OGmPdDhsZDQ4Up10eF7i9Hh2XnX4aXP3+H5awPiJ2Q/4r8GSOLoN1Xi\
        ep+P4kx1tOKJrL3i3q+94nk1zeL2yM3i5Hn54pLEFuPfGyjjrBwo47p1M+PuoGTjKHaz4w3gtOOSLcXjRQbu4xSQ7+M6IgTkeWAL5Jn/G+RXbCjkxcss5FDJ\
        X+SuCJbk5yiq5JZ8reQErtTkrPP05JmR++SvuRXlugQc5eyaI+XeKTDlJrE45UlBSuUWQkrlZOZX5VHVneWh2qblMMu25bmVxeVDJs3lnCbN5fClBubZ/wbm\
        aftO5gAeWeaNKl3mNN5f5q+8b+ZVzYzm9CSl5nGS0ObUW/zmmwsR5yG7cucjApLnPAUE6EDDDejULR/of1Ym6B0cROhui0/oL0Fu6GZUfugQ8YfobpTA6KH1\
        z+hW+8/oZU7U6Jvt2ejOaPboGQ0W6b8jNul5ikDpG+uX6YwByOm0aMrpp1fQ6XJd6+n91vvpP5s56t8kPOpFVT3qADZE6o9HUOquwXDqxH7d6j2I7eoNy/Hq\
        aL726lwbFOtvDRrrm5Qf62fgRutvVkzr6EVN61hXmuu4hp3rN/yq68nIyevzBtPrbC/W67f3G+wkoTPs/4xH7KiPR+ztTEzsn0dU7GBxcewg6XLsWupy7GHA\
        dOy233TscvWW7LEEnexzHbDsZ9L47Kz/A+2+aRTt6z8s7YIaTO1BAVrtzgZa7QdohO0JOKHt3ijU7QNTHe4xWEbu1lZO7vg4Yu4dZmTuBf937ub8we4o+N/u\
        js/17m9QAO9lUFbv5aJa747Mbu/blHLvMr3d7xti5u8x/xnwu/Yb8CSsSPAF5X/wfGna8NlaCvG6jBLxO2Yv8VlwjvGlyK/xHN238auCwPHgJOHxXkHs8ZMj\
        RvIHjVryneBf8pbCYfLY+mHy8fxh8oxHZvLfj5jyHaaZ8nl5oPK2e6Dyk5Dk8kCR5PLfl+Ty5p/k8oPY//LW2f/y/dn/8inb//Iw2//yoNFA8xBsZ/NME6rz\
        1hWq8z/uqvMhRrXzEJPw88Q7J/Rdjij0OL9h9N6pY/T8m5L0nlyX9Ny6CvVv+Bj1lqMc9YTqMvUZlD/1HCVq9dDEa/UnbIv1I8aL9TVDsPWRftD1O6HT9VKB\
        2fUrvuv1Qxbu9WdZMPaLFTv2bLpa9neWj/Zdg5L2WTmZ9rSumfYwe6z2lNHn9gqC8PZcGSH31VKo9y+p0PerB+b3uhgy+By1MvhrUkD4XbJo+FkOavgnKZX4\
        ZYyp+Hbyw/hmh9n4xmb4+JzQH/lKjnj5OUej+Wjlw/nsoc/5vkXf+Vvb4PkO0PH5wVX++T3aCPrUIhD6iaB0+lUDifqez4v6JImy+gaJyvpv/fT6mHEH+yV0\
        Rvs1AmD7A1+Q+3o/rPtS6rv7n7vR+6Wh2Ptzc9374aL9+9F7I/wPpSj8GRYu/FjMVPxo6ob8nsyy/OMMxvw/xcf8PQvn/G4eAv0nERL9hTlk/ZdD0/1LstT9\
        wXbf/cS56f0QgRz+tSco/n06af7MeXb+huh8/jHpfP4OAqD+Hteu/ubqtv419bb+BeW4/lYX4v7glO/+q5r1/tDL/v5UNf/+yz4P/52CS/9ASYL/G2Th/xir\
        7f8=
        """

    /// Those of ScanCode LicenseDB that should not be used any more.
    static let deprecatedScanCode = """
        zK2jAQyPKQQeIP4GJOERB+g8uglpQw4NuF0EE/O6fBMDUgMWVVefFkMw1xckhtgZKqhmGnfmeRq25JkbD7vQHOQgHR59e3og2BvcIHK7mCZRsrMr/x8PLhtb\
        4TA4bIExLMdOMqPC0DNZiPo1UZYFNieZUzYx0XU2w0keN34UOjy0/Wg80qOzPtxgYj/FFpM/CviIQh0iAkOCgBFFZho9RZyF+EUcJTBGIiuVRoazH0kBMS1L\
        eO1FTU+K606YlutOBsJ9T0+NtFPzGuJUgZiOVXrgy1hrfdRbzmjeWw2oT10qs6VdZJxAYOSYzmMKO2Vntg+LZysoGGrbklZquj0LcXe0+HWdW+V5gsbge0A2\
        M4C4DQGESdhghifldIYRcM2GwTnri/ce1YxCxkSR1YA/kzUWkpOq6nmV0KJbmMVmQJv8ZP+b1DZOnHrfR6BXqV6gtUz3oDdOTqFW8MSh2u+HokliQaULKOCl\
        MTaKp8LWzquaruirp+wIraW7vq3RbLmuHZC5sOQXl7Gq+DqzSDwrtWZhRbeMVXm3/ryruOcbmbmZ/by6vBAtxmc6D8rb7wnNjYuJzpz92M4YNRzPywecz0fh\
        MtDOylzQrIGi0TDf5tTvdcLVCjku2c+Xn9mdcHvcw6aI3I1p8tyJ3gveU3Ak4Vacl+GpqUvi8Vfw4iHbneP7mi/rRJ8v60a5peul7yfupdi97xppMvArsQzx\
        AYPZ834fAvQMJRv2sn5H9sv30PaH28D30slc+Il7wPqga9H9TddA/w==
        """
}
